import { remember } from '../../headers/remember.ts'
import { type KeepEdge, type KeepEdgeOptions, keepEdge } from '../keep-edge.ts'
import type { CloudFrontEvent } from './event.ts'
import { originVariables, readBuiltIn } from './variables.ts'

export type CloudFrontEdgesOptions = Omit<KeepEdgeOptions, 'read' | 'platform'> & {
  /** JSON of the variables that were built into the function; undefined if none were. */
  readonly baked: string | undefined
}

/** Distributions write these, viewers do not, so that there are few; the bound is for a mistake. */
const ROOM_FOR_EDGES = { entries: 64, keyLength: 16_384 }

/**
 * Returns a function that finds the edge for an event: one for each set of variables that origins name in headers of
 * their own, and a single one where all of them are built in.
 */
export function keepCloudFrontEdges({
  baked,
  ...options
}: CloudFrontEdgesOptions): (event: CloudFrontEvent) => KeepEdge {
  const keeperOf = remember(ROOM_FOR_EDGES, (key) => {
    // Sound: written below.
    const variables = new Map(JSON.parse(key) as readonly [string, string][])
    return keepEdge({ ...options, read: readBuiltIn(baked, variables), platform: 'cloudfront' })
  })
  return ({ origin }) => keeperOf(JSON.stringify([...originVariables(origin)]))
}
