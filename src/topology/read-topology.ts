import { checkIssuer, checkServerUrl } from '../config/check-origins.ts'
import { checkPrefix, warnOfWidePrefix } from '../config/check-prefix.ts'
import type { Findings } from '../config/check-trust.ts'
import { ConfigError, type ConfigFault } from '../config/fault-list.ts'
import { isObject, parseDocument } from '../config/parse-document.ts'
import { type DocumentShape, shapeFaults } from '../config/shape-faults.ts'
import { checkJwks } from '../config/verifier-checks.ts'
import { checkPath } from './check-path.ts'
import { topologyKeysAt } from './json-schema.ts'
import { splitPath } from './parse-path.ts'
import { readHop } from './read-hop.ts'
import type { Hop, Topology } from './topology.ts'
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
  if (!shape.success) throw new ConfigError([...shapeFaults(shape.error.issues, value, SHAPE), ...issuerFaults(value)])
  const { data } = shape
  const ranges = checkRanges(data.loadBalancerRanges ?? [])
  const read = readHops(data)
  const faults = [...issuerFaults(value), ...jwksFaults(data), ...originFaults(data), ...ranges.faults, ...read.faults]
  const topology = toTopology(data, read.hops)
  // Neighbours mean something only where every hop is known.
  const all = read.faults.length > 0 ? faults : [...faults, ...checkPath(topology)]
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

function checkRanges(texts: readonly string[]): Findings {
  const found: Findings = { faults: [], warnings: [] }
  for (const [i, text] of texts.entries()) {
    const path = `loadBalancerRanges[${i}]`
    const prefix = checkPrefix(text, path)
    if ('rule' in prefix) found.faults.push(prefix)
    else found.warnings.push(...[warnOfWidePrefix(prefix, path) ?? []].flat())
  }
  return found
}

function issuerFaults(value: unknown): ConfigFault[] {
  const { assertion } = isObject(value) ? value : {}
  const { issuer } = isObject(assertion) ? assertion : {}
  return typeof issuer === 'string' ? checkIssuer(issuer).map(inAssertion) : []
}

function jwksFaults({ assertion }: TopologyDocument): ConfigFault[] {
  return checkJwks(assertion.jwks).map(inAssertion)
}

function originFaults({ origin }: TopologyDocument): ConfigFault[] {
  return origin === undefined ? [] : checkServerUrl(origin, 'origin')
}

function inAssertion(fault: ConfigFault): ConfigFault {
  return { ...fault, path: `assertion.${fault.path}` }
}
