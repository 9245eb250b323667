import { findNginxLua } from '../kong/find-nginx-lua.ts'
import { startAsKong } from '../kong/start-as-kong.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findNginxLua()

const clear = 'this nginx takes one version of HTTP on a port without TLS; Kong’s takes both'
const common: DataPlane['unlike'] = {
  'takes a token 4 s after its end': { want: ['refused'], because: 'Kong’s jwt plugin grants no second beyond exp' },
  'takes claims that it does not know': {
    want: ['refused'],
    because: 'two members of one name stand in the text, if one inside another',
  },
  'shows no via that is no header name': { want: ['refused'], because: 'an escape in the text is refused' },
  'bind host: an absolute target and a Host that disagree': {
    want: ['client'],
    because: 'Kong sends the Host line on and compares the same one, whatever the target says',
  },
  'what resembles the exempt route is not it: ftp://app.example.com/health': {
    want: ['nobody'],
    because: 'nginx takes whatever stands before the path away, and the plugin compares /health, which is sent on',
  },
}

const plane = {
  target: 'kong',
  evidence: 'equivalent data plane',
  start: startAsKong(found),
  lacks: { 'HTTP/2, IPv4': clear, 'HTTP/2, IPv6': clear },
} as const satisfies Partial<DataPlane>

const behindBalancer: DataPlane = {
  ...plane,
  name: 'Kong behind PROXY protocol',
  topology: behindProxy({ product: 'kong', verifies: 'native' }),
  unlike: {
    ...common,
    'PROXY from a stranger, with a seal': {
      want: ['client'],
      because: 'nginx takes a PROXY header from anyone: the NetworkPolicy keeps strangers out',
    },
  },
}

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'Kong behind the edge',
  topology: behindEdge({ product: 'kong', verifies: 'native' }),
  unlike: common,
  holes: [
    {
      name: 'what the client says is removed',
      edits: { 'elseif read_as == ASSERTION or read_as == CLIENT_IP then': 'elseif false then' },
      shownBy: ['underscores, with the seal of an IPv4 client', 'underscores, on an exempt route'],
    },
    {
      name: 'one line',
      edits: { 'line = value': 'line = type(value) == "table" and value[1] or value' },
      shownBy: ['an assertion, two good ones in two lines: is refused'],
    },
    {
      name: 'the issuer',
      edits: { 'text(claims, "iss") ~= ISSUER or': '' },
      shownBy: ['an assertion, from another issuer: is refused'],
    },
    {
      name: 'the signature is asked for',
      edits: { 'shared.authenticated_jwt_token ~= shared.ipseal_token': 'false', 'name: jwt': 'name: other' },
      shownBy: ['an assertion, a foreign key under our name: is refused'],
    },
    {
      name: 'the assertion is kept from the application',
      edits: { 'kong.service.request.clear_header("X-Client-IP-Assertion")': '' },
      shownBy: ['nothing forged, with the seal of an IPv4 client'],
    },
    {
      name: 'exempt is what is written, and not what a route matches',
      edits: {
        'if EXEMPT[kong.request.get_method() .. " " .. kong.request.get_raw_path()] then':
          'if ngx.var.uri == "/health" or ngx.var.uri == "/livez" then',
      },
      shownBy: ['what resembles the exempt route is not it: /./health'],
    },
  ],
}

describeMatrix(behindBalancer)
describeContract(behindBalancer)
describeRotation(behindBalancer, 'kong reload')
describeMatrix(behindTheEdge)
