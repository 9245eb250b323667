import { CASES } from '../gateways/table.ts'
import type { Unlike } from './data-plane.ts'
import { ROWS } from './rows.ts'

/** The same deviation of every row and case whose name is like this. */
export function unlikeEach(pattern: RegExp, deviation: Unlike[string]): Unlike {
  const names = [...ROWS, ...CASES].map(({ name }) => name).filter((name) => pattern.test(name))
  return Object.fromEntries(names.map((name) => [name, deviation]))
}

const RESEMBLES =
  /^what resembles the .* is not it: \/(?:\.\/|x\/\.\.\/|%68|%6c|x\/%2e%2e\/)(?:health|livez|ealth|ivez)$/

/** Of a controller that has Envoy normalise paths before anything compares them: it sends on what was compared. */
export function unlikeByNormalising(product: string): Unlike {
  const because = `${product} has Envoy normalise the path before anything compares it, and sends on what was compared`
  return {
    ...unlikeEach(RESEMBLES, { want: ['nobody'], because }),
    'a bound seal fits no other spelling of its path': { want: ['client'], because },
  }
}

/** Of a controller that has Envoy join slashes that stand side by side as well. */
export function unlikeByJoiningSlashes(product: string): Unlike {
  const because = `${product} has Envoy join slashes before anything compares the path, and sends on what was compared`
  return {
    ...unlikeEach(/^what resembles the .* is not it: \/\/(?:health|livez)$/, { want: ['nobody'], because }),
    'a bound seal fits no path with slashes added': { want: ['client'], because },
  }
}

/** Of Envoy behind PROXY protocol, where nothing but the network keeps strangers away. */
export const UNLIKE_BY_ANY_SENDER: Unlike = {
  'PROXY from a stranger, with a seal': {
    want: ['client'],
    because: 'Envoy takes PROXY from anyone: the NetworkPolicy keeps strangers away, and there is none here',
  },
}
