import { checkIssuer, checkServerUrl } from '../config/check-origins.ts'
import { checkPrefix, warnOfWidePrefix } from '../config/check-prefix.ts'
import type { Findings } from '../config/check-trust.ts'
import { ConfigError, type ConfigFault } from '../config/fault-list.ts'
import { isObject, parseDocument } from '../config/parse-document.ts'
import { type DocumentShape, shapeFaults } from '../config/shape-faults.ts'
import { checkExemptions, checkJwks } from '../config/verifier-checks.ts'
import { checkPath } from './check-path.ts'
import { topologyKeysAt } from './json-schema.ts'
import { splitPath } from './parse-path.ts'
import { readHop } from './read-hop.ts'
import type { Hop, Topology } from './topology.ts'
import { topologyIssues } from './topology-issues.ts'
import { type TopologyDocument, topologySchema } from './topology-schema.ts'

export type ReadTopology = {
  readonly topology: Topology
  /** What works and is probably not meant. */
  readonly warnings: readonly ConfigFault[]
}

const SHAPE: DocumentShape = { name: 'topology', keysAt: topologyKeysAt }

/**
 * Reads the document that people write for a path, `ipseal.topology.json`, with every default filled in.
 *
 * A hop is a product's name, or an object that says what is otherwise than usual about it.
 *
 * @throws ConfigError with all faults at once, in the manner of `readConfig`.
 */
export function readTopology(text: string): ReadTopology {
  const value = parseDocument(text)
  const shape = topologySchema.safeParse(value)
  const ranges = checkRanges(value)
  const own = [...assertionFaults(value), ...originFaults(value), ...ranges.faults]
  if (!shape.success) throw new ConfigError([...shapeFaults(topologyIssues(shape.error, value), value, SHAPE), ...own])
  const read = readHops(shape.data)
  const topology = toTopology(shape.data, read.hops)
  const faults = [...own, ...checkExemptions(shape.data.exempt), ...read.faults]
  // Neighbours mean something only where every hop is known.
  const all =
    read.faults.length > 0 ? faults : [...faults, ...checkPath(topology), ...verifiesEarly(shape.data, topology)]
  if (all.length > 0) throw new ConfigError(all)
  return { topology, warnings: ranges.warnings }
}

function toTopology(
  { path: _, $schema: __, loadBalancerRanges: ___, ...rest }: TopologyDocument,
  hops: readonly Hop[],
): Topology {
  return { ...rest, hops: verifyOnce(hops) }
}

/** Of several gateways the last verifies: an earlier one would take the assertion away from it. */
function verifyOnce(hops: readonly Hop[]): readonly Hop[] {
  const last = hops.findLastIndex(({ kind }) => kind === 'gateway')
  return hops.map((hop, i) => (hop.kind === 'gateway' && i !== last ? { ...hop, verifies: 'none' } : hop))
}

function readHops({ path, name, loadBalancerRanges = [] }: TopologyDocument): { hops: Hop[]; faults: ConfigFault[] } {
  const items = typeof path === 'string' ? splitPath(path) : path
  const read = items.map((item, i) => readHop(item, `path[${i}]`, { name, loadBalancerRanges }))
  return {
    hops: read.flatMap((one) => ('hop' in one ? [one.hop] : [])),
    faults: read.flatMap((one) => ('faults' in one ? one.faults : [])),
  }
}

/** What is well-shaped is checked even where its neighbours are not, so that one reading finds every fault. */
function checkRanges(value: unknown): Findings {
  const found: Findings = { faults: [], warnings: [] }
  const { loadBalancerRanges } = isObject(value) ? value : {}
  for (const [i, text] of (Array.isArray(loadBalancerRanges) ? loadBalancerRanges : []).entries()) {
    if (typeof text !== 'string') continue
    const path = `loadBalancerRanges[${i}]`
    const prefix = checkPrefix(text, path)
    if ('rule' in prefix) found.faults.push(prefix)
    else found.warnings.push(...[warnOfWidePrefix(prefix, path) ?? []].flat())
  }
  return found
}

function assertionFaults(value: unknown): ConfigFault[] {
  const { assertion } = isObject(value) ? value : {}
  const { issuer, jwks } = isObject(assertion) ? assertion : {}
  const faults = [
    ...(typeof issuer === 'string' ? checkIssuer(issuer) : []),
    ...(typeof jwks === 'string' ? checkJwks(jwks) : []),
  ]
  return faults.map((fault) => ({ ...fault, path: `assertion.${fault.path}` }))
}

function originFaults(value: unknown): ConfigFault[] {
  const { origin } = isObject(value) ? value : {}
  return typeof origin === 'string' ? checkServerUrl(origin, 'origin') : []
}

/** Says of a gateway that was told to verify and is not the last one that it will not. */
function verifiesEarly({ path }: TopologyDocument, { hops }: Topology): ConfigFault[] {
  const last = hops.findLastIndex(({ kind }) => kind === 'gateway')
  const items = typeof path === 'string' ? [] : path
  return items.slice(0, Math.max(last, 0)).flatMap((item, i): ConfigFault[] => {
    if (typeof item === 'string' || hops[i]?.kind !== 'gateway') return []
    if (item.verifies === undefined || item.verifies === false || item.verifies === 'none') return []
    const rule = 'of several gateways the last one verifies: an earlier one would take the assertion away from it'
    const received = String(item.verifies)
    return [
      { code: 'CONTRADICTION', path: `path[${i}].verifies`, rule, received, nextStep: 'Leave "verifies" out here' },
    ]
  })
}
