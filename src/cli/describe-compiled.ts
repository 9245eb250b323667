import type { Compiled, CompiledFile, Note } from '../compile/compiled.ts'
import type { Contract } from '../compile/contract.ts'
import type { Entrance } from '../compile/entrance.ts'
import type { Place } from '../compile/place.ts'
import type { Target } from '../compile/target.ts'
import type { Topology } from '../topology/topology.ts'
import { layOut } from './lay-out.ts'

const SHOWN_PREFIXES = 3
const YAML = /\.ya?ml$/

/** Files for one stream: the only one as it is, several each under its name, so that `kubectl` takes manifests whole. */
export function joinFiles(files: readonly CompiledFile[]): string {
  if (files.length === 1) return files[0]?.text ?? ''
  return files
    .map(({ path, text }, i) => {
      const separator = i > 0 && YAML.test(path) && YAML.test(files[i - 1]?.path ?? '') ? '---\n' : ''
      return `${separator}# ${path}\n${text}`
    })
    .join('')
}

/** A note in one line. */
export function describeNote({ kind, text, source }: Note): string {
  return `${kind}: ${text}${source === undefined ? '' : ` (${source})`}`
}

export type Explained = {
  readonly target: Target
  readonly topology: Topology
  readonly place: Place | undefined
  readonly compiled: Compiled
}

/** Says in words how requests come to a target, what its files leave to do, and how each rule holds there. */
export function explainCompiled({ target, topology, place, compiled }: Explained): string {
  const { notes, contract, files } = compiled
  const paragraphs = [
    [`${target.name}: ${target.title}`, ...(place === undefined ? [] : explainPlace(topology, place))],
    [`files: ${files.map(({ path }) => path).join(', ')}`],
    notes.map(describeNote),
    contract === undefined ? ['It verifies nothing, so it has no contract.'] : explainContract(contract),
  ]
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function explainPlace({ hops }: Topology, { at, index, entrance }: Place): readonly string[] {
  const before = hops.slice(0, index).map((hop) => (hop.kind === 'app' ? 'app' : hop.product))
  return [`at ${at}, behind ${before.join(' -> ')}`, ...explainEntrance(entrance)]
}

function explainEntrance({ takesProxy, senders, peer, forwarders, forwardedHops }: Entrance): readonly string[] {
  const owner = { edge: 'of the edge', 'load-balancer': 'of the load balancer', gateway: 'of the gateway before it' }[
    peer
  ]
  return [
    `who connects: ${senders.length === 0 ? 'not said, so anyone' : describePrefixes(senders)}`,
    `whose address it sees: that ${owner}${takesProxy ? ', from the PROXY header' : ''}`,
    `who writes X-Forwarded-For: ${forwarders.length === 0 ? 'nobody known' : describePrefixes(forwarders)}; the client is entry ${forwardedHops} from the right`,
  ]
}

function describePrefixes(prefixes: readonly string[]): string {
  const shown = prefixes.slice(0, SHOWN_PREFIXES).join(', ')
  const more = prefixes.length - SHOWN_PREFIXES
  return more > 0 ? `${shown} and ${more} more` : shown
}

function explainContract(contract: Contract): readonly string[] {
  const rows = Object.entries(contract).map(([rule, { by, how }]) => [rule, by, how])
  return layOut([['rule', 'kept by', 'how'], ...rows])
}
