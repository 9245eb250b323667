import { ASSERTION_HEADER } from '../../headers/own-names.ts'
import { appOf } from '../../topology/app-of.ts'
import { UNDERSCORE_ALIASES } from '../own-headers.ts'
import type { GatewayInput } from '../target.ts'
import { type Because, because } from '../yaml/because.ts'
import { UNVERIFIED_REMOVALS } from './gateway-api.ts'

type RouteInput = Pick<GatewayInput, 'topology' | 'hop'>

/** What the routes of a path take away: the assertion too, unless someone behind them verifies it once more; and `others`. */
export function routeRemovals({ topology, hop }: RouteInput, others: readonly string[] = []): Because {
  if (hop.verifies === 'none')
    return because('Nobody has verified yet, so nobody is told an address.', [...UNVERIFIED_REMOVALS, ...others])
  if (appOf(topology).verifies) {
    return because('The application verifies the assertion itself, so it gets it; its aliases go.', [
      ...UNDERSCORE_ALIASES,
      ...others,
    ])
  }
  return because(
    'Whoever reads an assertion can send it until it ends, so the application gets none. Routes change headers last, behind whatever verifies.',
    [ASSERTION_HEADER, ...UNDERSCORE_ALIASES, ...others],
  )
}
