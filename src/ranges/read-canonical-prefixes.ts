import { describeKind, describeValue } from '../fault/escape-text.ts'
import { type Prefix, parsePrefix } from '../net/prefix.ts'
import { comparePrefixes } from './sort-prefixes.ts'

/** No vendor's list has a wider block: what is wider is no list, whoever wrote it. */
const SHORTEST = { 4: 8, 6: 16 }

/** Returns prefixes that stand as a list has them: canonical, in order, each once. Else the fault, a text. */
export function readCanonicalPrefixes(value: unknown, member: string): readonly string[] | string {
  if (!Array.isArray(value)) return `${member} is a list; got ${describeKind(value)}`
  let last: Prefix | undefined
  const texts: string[] = []
  for (const text of value) {
    const prefix = typeof text === 'string' ? parsePrefix(text) : undefined
    if (prefix === undefined || prefix.text !== text) {
      return `${member} holds canonical CIDR blocks; got ${describeValue(text)}`
    }
    if (prefix.length < SHORTEST[prefix.family])
      return `${member} holds no block wider than /8, of IPv6 /16; got ${text}`
    if (last !== undefined && comparePrefixes(last, prefix) >= 0) {
      return `${member} is in order and holds each block once; got ${last.text} before ${prefix.text}`
    }
    last = prefix
    texts.push(prefix.text)
  }
  return texts
}
