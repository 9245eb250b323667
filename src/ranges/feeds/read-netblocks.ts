import { exactly, list, object, type Read, readJson, refuse, text, wholeNumber } from './shape.ts'

const TXT = 16

const document = object({
  Status: exactly(0),
  TC: exactly(false),
  Answer: list(object({ type: wholeNumber, data: text })),
})

const MECHANISM = /^(?:ip4|ip6):(.+)$/

/**
 * Reads the blocks of a TXT record in the form of SPF (RFC 7208), such as `v=spf1 ip4:192.0.2.0/24 ~all`, from what a
 * resolver answers in JSON over HTTPS. That is how Google publishes where its load balancers send from.
 *
 * Records that include others are refused: their blocks would be missing, and nothing would say so.
 */
export function readNetblocks(body: string): Read<readonly string[]> {
  const read = readJson(body, document)
  if (!read.ok) return read
  const records = read.value.Answer.filter(({ type }) => type === TXT).map(({ data }) => unquote(data))
  const [record] = records
  if (record === undefined || records.length > 1) {
    return { ok: false, fault: `Answer must have one TXT record; got ${records.length}` }
  }
  return readRecord(record)
}

function readRecord(record: string): Read<readonly string[]> {
  const [version, ...terms] = record.split(' ')
  if (version !== 'v=spf1') return refuse('the TXT record', 'begin with v=spf1', record)
  if (!/^[~-]all$/.test(terms.pop() ?? '')) return refuse('the TXT record', 'end with ~all or -all', record)
  const blocks: string[] = []
  for (const term of terms) {
    const block = MECHANISM.exec(term)?.[1]
    if (block === undefined) return refuse('the TXT record', 'name blocks alone, as ip4: or ip6:', term)
    blocks.push(block)
  }
  return blocks.length === 0 ? refuse('the TXT record', 'name at least one block', record) : { ok: true, value: blocks }
}

/** Some resolvers write the strings of a record as DNS does, each in quotes and joined without a space (RFC 7208 3.3). */
function unquote(data: string): string {
  return /^"[^"\\]*"(?: "[^"\\]*")*$/.test(data) ? data.slice(1, -1).replaceAll('" "', '') : data
}
