import { describeValue } from '../fault/escape-text.ts'
import { findKnownHeader } from '../headers/catalogue.ts'
import { type HeaderFormat, isListFormat } from '../headers/header-format.ts'
import { type At, isProviderList } from './check-trust.ts'
import type { ConfigFault } from './fault-list.ts'
import { isReservedHeader } from './reserved-headers.ts'
import type { HeaderDocument, TrustDocument } from './schema.ts'
import { adviseName } from './suggest-name.ts'

/** The header as the document says, or as the catalogue knows it. */
export function formatOf(header: HeaderDocument): HeaderFormat | undefined {
  return header.format ?? findKnownHeader(header.name)?.format
}

/**
 * Checks each header against itself and against the groups it names. A group whose value is undefined is there, but too
 * faulty itself to check anything against.
 */
export function checkHeaders(
  headers: readonly At<HeaderDocument>[],
  groups: ReadonlyMap<string, TrustDocument | undefined>,
): ConfigFault[] {
  return headers.flatMap(({ item, path }) => [
    ...checkFormat(item, path),
    ...checkFrom(item, path, [...groups.keys()]),
    ...item.from.flatMap((name, i) => {
      const group = groups.get(name)
      return group === undefined ? [] : checkSpeaker(item, group, `${path}.from[${i}]`)
    }),
  ])
}

function checkFormat(header: HeaderDocument, path: string): ConfigFault[] {
  const format = formatOf(header)
  if (format === undefined) {
    const rule = 'the catalogue does not know this header, so its format has to be given'
    const nextStep = 'Add "format": "address", "address-port", "x-forwarded-for" or "forwarded"'
    return [{ code: 'UNKNOWN_NAME', path: `${path}.name`, rule, received: describeValue(header.name), nextStep }]
  }
  const faults: ConfigFault[] = []
  const known = findKnownHeader(header.name)?.format
  if (known !== undefined && known !== format) {
    const rule = `${header.name} is known to be written as ${known}`
    faults.push({ code: 'BAD_SPEAKER', path: `${path}.format`, rule, received: format, nextStep: 'Remove "format"' })
  }
  if (isReservedHeader(header.name.toLowerCase())) {
    const rule = 'this header has a job of its own, and what a configuration names is not passed on'
    const nextStep = 'Choose the header in which your proxy writes the address'
    faults.push({ code: 'BAD_NAME', path: `${path}.name`, rule, received: describeValue(header.name), nextStep })
  }
  if (header.hops !== undefined && !isListFormat(format)) {
    const rule = 'only a list has entries to count'
    const nextStep = 'Remove "hops", or name a list header'
    faults.push({ code: 'BAD_SPEAKER', path: `${path}.hops`, rule, received: String(header.hops), nextStep })
  }
  if (header.ports !== undefined && format === 'forwarded') {
    const rule = 'RFC 7239 says how ports are written in Forwarded'
    faults.push({
      code: 'BAD_SPEAKER',
      path: `${path}.ports`,
      rule,
      received: header.ports,
      nextStep: 'Remove "ports"',
    })
  }
  return faults
}

function checkFrom({ from }: HeaderDocument, path: string, names: readonly string[]): ConfigFault[] {
  return from.flatMap((name, i): ConfigFault[] => {
    const at = { path: `${path}.from[${i}]`, received: describeValue(name) }
    if (!names.includes(name)) {
      const nextStep = names.length === 0 ? 'Add the group to "trust"' : adviseName(name, names)
      return [{ ...at, code: 'UNKNOWN_NAME', rule: 'must be the name of a trust group', nextStep }]
    }
    return from.indexOf(name) === i ? [] : [{ ...at, code: 'TWICE', rule: 'is named twice', nextStep: 'Keep one' }]
  })
}

function checkSpeaker(header: HeaderDocument, group: TrustDocument, path: string): ConfigFault[] {
  const name = header.name.toLowerCase()
  const received = describeValue(group.name)
  const faults: ConfigFault[] = []
  if (group.ranges === 'any' && header.hops === undefined) {
    const rule = 'a group without ranges has no end to walk to, so its headers need a number of hops'
    faults.push({ code: 'BAD_SPEAKER', path, rule, received, nextStep: 'Add "hops" to this header' })
  }
  if (group.ranges === 'google-lb' && isListHeader(header) && (header.hops !== 2 || name !== 'x-forwarded-for')) {
    const rule = 'Google’s load balancer appends the client and then its own address to X-Forwarded-For'
    faults.push({ code: 'BAD_SPEAKER', path, rule, received, nextStep: 'Use X-Forwarded-For with "hops": 2' })
  }
  if (!header.acceptClientWritable && isClientWritable(name, group)) {
    const rule = `clients can write ${header.name} themselves where this group passes it on`
    const nextStep = 'Use a header that the provider always sets, or knowingly "acceptClientWritable": true'
    faults.push({ code: 'CLIENT_WRITABLE', path, rule, received, nextStep })
  }
  return faults
}

function isListHeader(header: HeaderDocument): boolean {
  const format = formatOf(header)
  return format !== undefined && isListFormat(format)
}

/** What no client can write is so behind the provider that sets it; every other one passes a client's copy on. */
function isClientWritable(name: string, { ranges }: TrustDocument): boolean {
  const known = findKnownHeader(name)
  if (known === undefined) return false
  const { clientWritable, provider } = known
  if (clientWritable === 'always') return true
  if (!isProviderList(ranges)) return false
  if (clientWritable !== 'never' && clientWritable.includes(ranges)) return true
  return !isListFormat(known.format) && provider !== ranges
}
