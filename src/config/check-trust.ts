import { describeValue } from '../fault/escape-text.ts'
import { containsPrefix, type Prefix } from '../net/prefix.ts'
import { isListName } from '../ranges/list-name.ts'
import { isProviderName, PROVIDER_NAMES } from '../ranges/provider.ts'
import { snapshotPrefixes } from '../ranges/snapshot.ts'
import { checkPrefix, warnOfProviderPrefix, warnOfWidePrefix } from './check-prefix.ts'
import type { ConfigFault } from './fault-list.ts'
import type { TrustDocument } from './schema.ts'
import { adviseName } from './suggest-name.ts'

/** An item of a list in the document, with the path to name it by. */
export type At<Item> = { readonly item: Item; readonly path: string }

export type Findings = { readonly faults: ConfigFault[]; readonly warnings: ConfigFault[] }

/** True for the name of a provider's list or of a private one, false for own prefixes and for anyone. */
export function isProviderList(ranges: TrustDocument['ranges']): ranges is string {
  return typeof ranges === 'string' && ranges !== 'any'
}

/** Checks each trust group by itself, then that no two of them claim the same prefix. */
export function checkTrust(groups: readonly At<TrustDocument>[], findings: Findings): void {
  const owners = new Map<string, string>()
  for (const group of groups) {
    const { item, path } = group
    findings.faults.push(...checkTenants(item, path))
    const ranges = readList(item.ranges, `${path}.ranges`, findings)
    const clients = readList(item.clients ?? [], `${path}.clients`, findings)
    if (!isProviderList(item.ranges)) findings.warnings.push(...ranges.flatMap(warnOfPrefix))
    findings.faults.push(...checkClients(item, ranges, clients))
    findings.faults.push(...claimAll(owners, ranges, path), ...claimAll(owners, clients, `${path}.clients`))
  }
}

function warnOfPrefix({ item, path }: At<Prefix>): ConfigFault[] {
  return [warnOfWidePrefix(item, path) ?? [], warnOfProviderPrefix(item, path) ?? []].flat()
}

function readList(texts: string | readonly string[], path: string, { faults }: Findings): At<Prefix>[] {
  if (texts === 'any') return []
  const list = typeof texts === 'string' ? (snapshotPrefixes(texts) ?? []) : texts
  return list.flatMap((text, i) => {
    const at = typeof texts === 'string' ? path : `${path}[${i}]`
    const prefix = checkPrefix(text, at)
    if (!('rule' in prefix)) return [{ item: prefix, path: at }]
    faults.push(prefix)
    return []
  })
}

/** Checks what a group calls its ranges, whatever else may be wrong with the group. */
export function checkRangesName(ranges: unknown, path: string): ConfigFault[] {
  if (typeof ranges !== 'string' || ranges === 'any' || isProviderName(ranges) || isListName(ranges)) return []
  const received = describeValue(ranges)
  if (ranges.startsWith('list:')) {
    const rule = 'a private list has a name of lower-case letters, digits and hyphens'
    return [{ code: 'BAD_NAME', path, rule, received, nextStep: 'Name it as its feed does, such as "list:partners"' }]
  }
  const nextStep = ranges.includes('/')
    ? 'Write own prefixes as a list'
    : adviseName(ranges, [...PROVIDER_NAMES, 'any'])
  const rule = 'must be the name of a provider list, "list:" and a name, "any", or a list of prefixes'
  return [{ code: 'UNKNOWN_NAME', path, rule, received, nextStep }]
}

/** Ranges do not tell tenants apart: anyone can rent the same CDN and send what they like from inside its list. */
function checkTenants({ ranges, proof, tenants, proxyProtocol }: TrustDocument, path: string): ConfigFault[] {
  const isShared = typeof ranges === 'string'
  const nextStep = 'Give "proof": {"header", "secret"} for your own tenant, or knowingly "tenants": "any"'
  if (isShared && proof === undefined && tenants === undefined) {
    const rule = 'anyone can send from inside these ranges, so they need a proof of whose tenant it is'
    return [{ code: 'TENANT_UNPROVEN', path, rule, received: describeValue(ranges), nextStep }]
  }
  if (ranges === 'any' && proxyProtocol) {
    const rule = 'a PROXY protocol header is believed only from addresses that are named'
    const received = describeValue(ranges)
    return [{ code: 'BAD_SPEAKER', path, rule, received, nextStep: 'Name the ranges of the load balancers' }]
  }
  if (proof === undefined || tenants === undefined) return []
  return [{ code: 'BAD_PROOF', path, rule: '"proof" and "tenants": "any" contradict each other', nextStep }]
}

function checkClients(group: TrustDocument, ranges: At<Prefix>[], clients: At<Prefix>[]): ConfigFault[] {
  const nextStep = 'Name the part of the group’s own prefixes in which clients are'
  if (clients.length > 0 && typeof group.ranges === 'string') {
    const rule = 'only a group of own prefixes can have clients among its members'
    return [
      { code: 'BAD_CLIENTS', path: clients[0]?.path ?? '', rule, received: describeValue(group.ranges), nextStep },
    ]
  }
  return clients.flatMap(({ item, path }) => {
    if (ranges.some((range) => containsPrefix(range.item, item))) return []
    const rule = 'clients must lie inside the ranges of their group'
    return [{ code: 'BAD_CLIENTS', path, rule, received: describeValue(item.text), nextStep }]
  })
}

/** Nested prefixes are well, the longest wins; of equal ones neither could. */
function claimAll(owners: Map<string, string>, prefixes: readonly At<Prefix>[], owner: string): ConfigFault[] {
  return prefixes.flatMap(({ item, path }) => {
    const other = owners.get(item.text)
    owners.set(item.text, other ?? owner)
    if (other === undefined || other === owner) return []
    const rule = `is claimed by ${other} already, and neither of two equal prefixes is the longer match`
    return [{ code: 'PREFIX_TWICE', path, rule, received: describeValue(item.text), nextStep: 'Keep one of the two' }]
  })
}
