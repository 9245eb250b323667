import type { GatewayInput } from '../../target.ts'
import { nextHop } from '../next-hop.ts'

/** Where the hop behind this gateway listens, as an upstream names it. */
export function nextAddress(input: GatewayInput): string {
  const { host, port } = nextHop(input)
  return `${host}:${port}`
}
