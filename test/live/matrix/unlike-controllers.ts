import { CASES } from '../gateways/table.ts'
import type { Unlike } from './data-plane.ts'
import { ROWS } from './rows.ts'

/** What Envoy does by its nature, whichever controller configures it: its filter for PROXY knows no list of senders. */
export const ANYONE_SENDS_PROXY: Unlike = {
  'PROXY from a stranger, with a seal': {
    want: ['client'],
    because:
      'Envoy reads a PROXY header from whoever connects; the compiled NetworkPolicy keeps strangers out, and the seal is good',
  },
}

/** Controllers that normalise paths: the application and the verifier see the same one. */
const NORMALISED =
  'Envoy resolves dot segments and decodes letters before it compares a path, and sends on what it has compared'

function otherPaths(...targets: readonly string[]): Unlike {
  const names = ['the exempt route', 'the route that is not asked about'].flatMap((route) =>
    targets.map((target) => `what resembles ${route} is not it: ${target}`),
  )
  return Object.fromEntries(
    CASES.filter(({ name }) => names.includes(name)).map(({ name }) => [
      name,
      { want: ['nobody'], because: NORMALISED },
    ]),
  )
}

const DOT_SEGMENTS = [
  '/./health',
  '/x/../health',
  '/%68ealth',
  '/x/%2e%2e/health',
  '/./livez',
  '/x/../livez',
  '/%6civez',
  '/x/%2e%2e/livez',
]

/** A controller has them exempt, so that it compares their paths. */
export const NORMALISES: Unlike = {
  ...otherPaths(...DOT_SEGMENTS),
  'a bound seal fits no other spelling of its path': { want: ['client'], because: NORMALISED },
}

/** As {@link NORMALISES}, and it merges slashes. */
export const MERGES_SLASHES: Unlike = {
  ...NORMALISES,
  ...otherPaths('//health', '//livez'),
  'a bound seal fits no path with slashes added': { want: ['client'], because: NORMALISED },
}

/** Expressions behind `jwt_authn` that look at the line, where the contract is wider. */
export const STRICTER_BY_EXPRESSIONS: Unlike = {
  'with the prefix that some gateways need': {
    want: ['refused'],
    because: 'the line has the prefix that the topology says, here none',
  },
  'takes the prefix that Kong needs': {
    want: ['refused'],
    because: 'the line has the prefix that the topology says, here none',
  },
  'takes a header without typ': { want: ['refused'], because: 'the JOSE header has to be that which our edge writes' },
  'does not look at a key inside the token': {
    want: ['refused'],
    because: 'the JOSE header has to be that which our edge writes',
  },
  'with the port and the case that a client may write': {
    want: ['refused'],
    because: 'expressions cannot put a host into lower case',
  },
  'compares host and path in their one spelling': {
    want: ['refused'],
    because: 'expressions cannot put a host into lower case',
  },
}

/** Of a gateway that refuses every name with an underscore. */
export const REFUSES_UNDERSCORES: Unlike = Object.fromEntries(
  [...ROWS, ...CASES.map(({ name, request }) => ({ name, lines: request.lines }))]
    .filter(({ lines }) => lines.some(([name]) => name.includes('_')))
    .map(({ name }) => [
      name,
      {
        want: ['refused', 'closed'],
        because: 'a name with an underscore is refused, over HTTP/2 by an end of the stream',
      },
    ]),
)
