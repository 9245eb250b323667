import { describeValue } from '../fault/escape-text.ts'
import { formatOf } from './check-headers.ts'
import { checkProofs } from './check-proofs.ts'
import type { At } from './check-trust.ts'
import type { ConfigFault } from './fault-list.ts'
import type { HeaderDocument, TrustDocument } from './schema.ts'

/** Checks what only shows when all groups and headers are seen together. */
export function checkPairs(
  groups: readonly At<TrustDocument>[],
  headers: readonly At<HeaderDocument>[],
): ConfigFault[] {
  return [
    ...checkGroupNames(groups),
    ...checkOneAnyone(groups),
    ...groups.flatMap((group) => checkServed(group, headers)),
    ...checkSameHeader(headers),
    ...checkProofs(groups, headers),
  ]
}

function checkGroupNames(groups: readonly At<TrustDocument>[]): ConfigFault[] {
  const names = groups.map(({ item }) => item.name)
  return groups.flatMap(({ item, path }, i): ConfigFault[] => {
    if (names.indexOf(item.name) === i) return []
    const rule = 'two groups of one name cannot be told apart'
    return [{ code: 'TWICE', path: `${path}.name`, rule, received: describeValue(item.name), nextStep: 'Rename one' }]
  })
}

function checkOneAnyone(groups: readonly At<TrustDocument>[]): ConfigFault[] {
  const anyone = groups.filter(({ item }) => item.ranges === 'any')
  return anyone.slice(1).map(({ path }) => {
    const rule = 'only one group can be whoever connects'
    return { code: 'TWICE', path: `${path}.ranges`, rule, received: '"any"', nextStep: 'Name the ranges of the others' }
  })
}

function checkServed({ item, path }: At<TrustDocument>, headers: readonly At<HeaderDocument>[]): ConfigFault[] {
  const isServed = item.proxyProtocol || headers.some((header) => header.item.from.includes(item.name))
  if (isServed) return []
  const rule = 'no header says whom this group received a request from, so all its requests would be refused'
  const nextStep = `Add "${item.name}" to a header’s "from", or set "proxyProtocol": true`
  return [{ code: 'GROUP_UNSERVED', path, rule, received: describeValue(item.name), nextStep }]
}

/** Entries that name one header share its cursor, so they must read it in one way and not speak twice for a group. */
function checkSameHeader(headers: readonly At<HeaderDocument>[]): ConfigFault[] {
  return headers.flatMap(({ item, path }, i): ConfigFault[] => {
    const earlier = headers.slice(0, i).filter((other) => sameName(other.item.name, item.name))
    const spoken = item.from.find((name) => earlier.some((other) => other.item.from.includes(name)))
    const received = describeValue(item.name)
    if (spoken !== undefined) {
      const rule = `group "${spoken}" speaks through this header already`
      return [{ code: 'TWICE', path, rule, received, nextStep: 'Keep one entry for each header and group' }]
    }
    if (earlier.every((other) => formatOf(other.item) === formatOf(item))) return []
    const rule = 'one header cannot have two formats'
    return [
      { code: 'BAD_SPEAKER', path: `${path}.format`, rule, received, nextStep: 'Give all entries the same format' },
    ]
  })
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
