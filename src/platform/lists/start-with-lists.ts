import type { Edge } from '../../edge/edge.ts'
import { type EdgeSources, type ReadVariable, readEdgeSettings, startEdge } from '../../edge/edge-sources.ts'
import type { ChosenList } from '../../settings/choose-ranges.ts'
import { isSet } from '../read-first.ts'
import type { KeepListsOptions, LookIntoLists } from './keep-lists.ts'

type Lists = ReadonlyMap<string, ChosenList>

/** An edge, with the text of every variable and the lists that it was made from. */
type Started = { readonly edge: Edge; readonly texts: ReadonlyMap<string, string | undefined>; readonly lists: Lists }

export type StartMoment = {
  /** Unix seconds. */
  readonly now: number
  readonly signal: AbortSignal
  /** Those of a Worker. */
  readonly bindings?: Readonly<Record<string, unknown>>
}

/** Resolves to undefined if the edge may answer no request, as a list is stale and the settings refuse that. */
export type StartWithLists = (
  read: ReadVariable,
  sources: Omit<EdgeSources, 'areListsKept'>,
  moment: StartMoment,
) => Promise<Edge | undefined>

/** The same object each time, as a store is opened once for the bindings that it was given. */
const NO_BINDINGS = {}

/**
 * Returns what starts an edge with the lists out of the store that IPSEAL_RANGES names, or with those of `sources` if it
 * names none. As long as variables and trusted prefixes are what they were it hands out the same edge: one costs as much
 * to make as many requests to serve, and its sealer knows the tokens of the last seconds.
 *
 * A policy is built beside the one in use and takes its place as a whole, with the edge that holds it: a request goes by
 * one of the two from its beginning to its end. Rejects as `startEdge` does.
 */
export function startWithLists(options: KeepListsOptions): StartWithLists {
  let look: LookIntoLists | undefined
  let started: Started | undefined
  return async (read, sources, { now, signal, bindings = NO_BINDINGS }) => {
    const reference = await read('IPSEAL_RANGES')
    const isKept = isSet(reference)
    const { platform } = sources
    // Loaded when first used: without a store a cold start should not carry what reads one.
    if (isKept) look ??= (await import('./keep-lists.ts')).keepLists(options)
    const chosen = isKept
      ? await look?.({ reference, bindings, settings: await readEdgeSettings(read), platform, now, signal })
      : undefined
    if (chosen?.isRefused) return undefined
    const lists: Lists = chosen?.lists ?? new Map()
    if (started !== undefined && haveSamePrefixes(started.lists, lists) && (await isUnchanged(started, read))) {
      return started.edge
    }
    const texts = new Map<string, string | undefined>()
    const readAndKeep: ReadVariable = async (name) => {
      const text = await read(name)
      texts.set(name, text)
      return text
    }
    const rangesOf = isKept ? (name: string) => lists.get(name)?.prefixes : sources.rangesOf
    const edge = await startEdge(readAndKeep, { rangesOf, platform, areListsKept: isKept })
    started = { edge, texts, lists }
    return edge
  }
}

async function isUnchanged({ texts }: Started, read: ReadVariable): Promise<boolean> {
  for (const [name, text] of texts) if ((await read(name)) !== text) return false
  return true
}

function haveSamePrefixes(before: Lists, after: Lists): boolean {
  if (before.size !== after.size) return false
  return [...after].every(([name, { prefixes }]) => {
    const known = before.get(name)?.prefixes ?? []
    return known.length === prefixes.length && prefixes.every((prefix, i) => known[i] === prefix)
  })
}
