import { readJsonObject } from '../../assertion/json-object.ts'
import { describeKind, describeValue } from '../../fault/escape-text.ts'
import type { PrivateFormat } from '../../ranges/feeds/private-feed.ts'
import { isListName } from '../../ranges/list-name.ts'
import { MAX_TEXT_LENGTH } from '../../ranges/record-limits.ts'
import { RefreshError } from './refresh-error.ts'

/** A list of one's own, in a place of one's own. */
export type PrivateList = { readonly name: string; readonly url: string; readonly format: PrivateFormat }

/** Which lists to refresh; undefined: those of everybody, and none of one's own. */
export type RefreshDemand = {
  readonly providers: readonly string[] | undefined
  readonly lists: readonly PrivateList[] | undefined
}

/** More are a mistake: there are not that many providers. */
const MAX_ENTRIES = 64
const FORMATS: readonly PrivateFormat[] = ['text', 'json', 'netblocks']

/**
 * Reads which lists to refresh: `{"providers":["cloudfront"],"lists":[{"name":"partner","url":"https://…","format":"text"}]}`,
 * each member optional. Whether a provider is known is for whoever has the feeds.
 *
 * Throws a {@link RefreshError} for anything else: what is misspelt would be left out silently. `path` says where it stood.
 */
export function readDemand(value: unknown, path: string): RefreshDemand {
  const members = readJsonObject(value ?? {})
  if (members === undefined) throw badDemand(path, describeKind(value))
  const unknown = [...members.keys()].find((name) => name !== 'providers' && name !== 'lists')
  if (unknown !== undefined) throw badDemand(path, describeValue(unknown))
  const providers = readEntries(members.get('providers'), `${path}.providers`)?.map((entry, i) => {
    if (typeof entry !== 'string') throw badDemand(`${path}.providers[${i}]`, describeKind(entry))
    return entry
  })
  const lists = readEntries(members.get('lists'), `${path}.lists`)?.map((entry, i) => {
    return readList(entry, `${path}.lists[${i}]`)
  })
  requireOnce(lists ?? [], path)
  // With lists of one's own and no word of providers, the lists are what was meant.
  return { providers: providers ?? (lists === undefined ? undefined : []), lists }
}

/** An empty list asks for nothing, and would be a schedule that does nothing. */
function readEntries(value: unknown, path: string): readonly unknown[] | undefined {
  if (value === undefined) return undefined
  const entries: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined
  if (entries === undefined || entries.length === 0) throw badDemand(path, describeEntries(value))
  if (entries.length > MAX_ENTRIES) throw badDemand(path, `${entries.length} entries`)
  return entries
}

function describeEntries(value: unknown): string {
  return Array.isArray(value) ? 'an empty list' : describeKind(value)
}

function readList(entry: unknown, path: string): PrivateList {
  const { name, url, format = 'text', ...others } = Object.fromEntries(readJsonObject(entry) ?? [])
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw badDemand(path, describeValue(unknown))
  if (typeof name !== 'string' || !isListName(`list:${name}`)) throw badDemand(`${path}.name`, describeValue(name))
  if (typeof url !== 'string' || !isHttps(url)) throw badDemand(`${path}.url`, describeKind(url))
  const known = FORMATS.find((one) => one === format)
  if (known === undefined) throw badDemand(`${path}.format`, describeValue(format))
  return { name, url, format: known }
}

/** From two sources a list would be held against the other one's, and change with each refresh. */
function requireOnce(lists: readonly PrivateList[], path: string): void {
  const names = lists.map(({ name }) => name)
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i)
  if (twice !== -1) throw badDemand(`${path}.lists[${twice}].name`, describeValue(names[twice]))
}

/**
 * Without a name and a password in it: they would stand in every record as the list's source. As long as a record takes,
 * and in ASCII, as `URL` leaves out line breaks that the source would have.
 */
function isHttps(url: string): boolean {
  if (url.length > MAX_TEXT_LENGTH || /[^\x21-\x7e]/.test(url)) return false
  const parsed = URL.parse(url)
  return parsed?.protocol === 'https:' && parsed.username === '' && parsed.password === ''
}

function badDemand(path: string, received: string): RefreshError {
  const rule =
    'lists are asked for as {"providers":["cloudfront"],"lists":[{"name":"partner","url":"https://...","format":"text"}]}, or a part of that'
  const nextStep = 'Correct it; docs/deploy-ranges.md has the names'
  return new RefreshError({ code: 'BAD_FEEDS', path, rule, received, nextStep })
}
