import { findEnvoy } from '../find-envoy.ts'
import { CASES } from '../gateways/table.ts'
import type { DataPlane, Hole, Unlike } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startEquivalent } from './equivalent-envoy.ts'
import { translate } from './istiod/translate.ts'
import { ROWS } from './rows.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'

/** Of rows and cases whose names are like this. */
function each(pattern: RegExp, unlike: Unlike[string]): Unlike {
  const names = [...ROWS, ...CASES].map(({ name }) => name).filter((name) => pattern.test(name))
  return Object.fromEntries(names.map((name) => [name, unlike]))
}

const ANYONE: Unlike = {
  'PROXY from a stranger, with a seal': {
    want: ['client'],
    because: 'Envoy takes PROXY from anyone: the NetworkPolicy keeps strangers away, and there is none here',
  },
}

const NORMALISED = 'Istio normalises the path before it compares, and sends on what it compared'
const PATHS: Unlike = each(
  /^what resembles the .* is not it: \/(?:\.\/|x\/\.\.\/|%68|%6c|x\/%2e%2e\/)(?:health|livez|ealth|ivez)$/,
  {
    want: ['nobody'],
    because: NORMALISED,
  },
)

const PREFIX = {
  want: ['refused'],
  because: 'it reads a token with the prefix or without, and the topology says without',
}
const HOST = { want: ['refused'], because: 'an expression of Envoy’s cannot put a host into lower case' }
const PREFLIGHT = {
  want: ['refused'],
  because: 'istiod has jwt_authn pass over preflights, and the policy refuses them',
}
const HEADER = { want: ['refused'], because: 'the JOSE header has to be the one that the edge writes, byte by byte' }

const NATIVE: Unlike = {
  ...PATHS,
  ...each(/, in a preflight with a seal$/, PREFLIGHT),
  'to OPTIONS, as a browser sends it': PREFLIGHT,
  'with the prefix that some gateways need': PREFIX,
  'takes the prefix that Kong needs': PREFIX,
  'with the port and the case that a client may write': HOST,
  'compares host and path in their one spelling': { want: ['told 192.0.2.7', 'refused'], because: NORMALISED },
  'a bound seal fits no other spelling of its path': { want: ['client'], because: NORMALISED },
  'takes a header without typ': HEADER,
  'does not look at a key inside the token': HEADER,
}

const NATIVE_HOLES: readonly Hole[] = [
  {
    name: 'a missing token is refused by the AuthorizationPolicy alone',
    edits: { 'action: DENY': 'action: AUDIT' },
    shownBy: ['nothing forged, without a seal', 'nothing forged, in a preflight', 'X-Forwarded-For, without a seal'],
  },
  {
    name: 'one line',
    edits: {
      'rules_stat_prefix: ipseal_line.\n          rules:': 'rules_stat_prefix: ipseal_line.\n          shadow_rules:',
    },
    shownBy: ['an assertion, two good ones in two lines: is refused'],
  },
  {
    name: 'rules about claims',
    edits: {
      'rules_stat_prefix: ipseal_claims.\n          rules:':
        'rules_stat_prefix: ipseal_claims.\n          shadow_rules:',
    },
    shownBy: ['an assertion, without an end: is refused', 'an assertion, from the future: is refused'],
  },
  {
    name: 'the client’s X-Client-IP is removed early',
    edits: { 'regex: x[^a-z0-9]client[^a-z0-9]ip\n': 'regex: x-nothing\n' },
    shownBy: ['X-Client-IP, on a route whose filter is off', 'dots, on an exempt route'],
  },
  {
    name: 'aliases of the assertion are removed early',
    edits: {
      'regex: x[^a-z0-9-]client[^a-z0-9]ip[^a-z0-9]assertion': 'regex: x-nothing',
      'regex: x[^a-z0-9]client[^a-z0-9-]ip[^a-z0-9]assertion': 'regex: x-nothing',
      'regex: x[^a-z0-9]client[^a-z0-9]ip[^a-z0-9-]assertion': 'regex: x-nothing',
    },
    shownBy: ['aliases of the assertion, half and half, with the seal of an IPv4 client'],
  },
  {
    name: 'the assertion is kept from the application',
    edits: {
      'forwardOriginalToken: false': 'forwardOriginalToken: true',
      '- x-client-ip-assertion\n': '- x-nothing\n',
    },
    shownBy: ['nothing forged, with the seal of an IPv4 client'],
  },
  {
    name: 'exempt routes tell nobody',
    edits: { '- x-client-ip\n': '- x-nothing\n' },
    shownBy: ['nothing forged, on an exempt route with a seal'],
  },
]

const ASKING_HOLES: readonly Hole[] = [
  {
    name: 'every request is asked about',
    edits: { 'action: CUSTOM': 'action: AUDIT' },
    shownBy: ['X-Client-IP, without a seal', 'X-Client-IP, on an exempt route', 'nothing forged, without a seal'],
  },
]

type Plane = Pick<DataPlane, 'name' | 'topology' | 'unlike' | 'holes' | 'openRoute'> & {
  readonly isSanitizing: boolean
}

function istio({ isSanitizing, ...plane }: Plane): DataPlane {
  return {
    ...plane,
    target: 'istio',
    evidence: 'equivalent data plane',
    product: 'Envoy',
    start: (compiled, places) => {
      const equivalent = translate(compiled, plane)
      return startEquivalent(found, { ...equivalent, runtime: { [SANITIZE]: isSanitizing } }, places)
    },
  }
}

const behindBalancer = istio({
  name: 'Istio behind PROXY protocol',
  topology: behindProxy({ product: 'istio', verifies: 'native' }),
  isSanitizing: true,
  openRoute: OPEN,
  unlike: { ...NATIVE, ...ANYONE },
  holes: NATIVE_HOLES,
})
const asOlder = istio({
  name: 'Istio behind the edge, as Envoy before 1.40 sanitizes',
  topology: behindEdge({ product: 'istio', verifies: 'native' }),
  isSanitizing: false,
  openRoute: OPEN,
  unlike: NATIVE,
  holes: NATIVE_HOLES,
})
const asking = istio({
  name: 'Istio by ext_authz, behind PROXY protocol',
  topology: behindProxy({ product: 'istio', version: '1.24', verifies: 'forward-auth' }),
  isSanitizing: true,
  unlike: { ...PATHS, ...ANYONE },
  holes: ASKING_HOLES,
})

for (const plane of [behindBalancer, asOlder, asking]) {
  describeMatrix(plane)
  describeContract(plane)
}
