import type { HeaderLine } from '../headers/header-line.ts'

/** What a decision to let a request pass does to its headers. */
export type Cleaning = {
  /** True for each name, in any spelling, that must not reach the application as the client sent it. */
  readonly remove: (name: string) => boolean
  /** The verified outputs. */
  readonly set: readonly HeaderLine[]
}

/**
 * Returns the header lines that an application may see: without those that the verifier removes, with those it sets.
 *
 * Options of `Connection` and announcements of `Trailer` that name one of ours go too, or a proxy inside the application
 * would drop the verified header on its way onward (RFC 9110 section 7.6.1).
 */
export function cleanLines(lines: readonly HeaderLine[], { remove, set }: Cleaning): readonly HeaderLine[] {
  const kept = lines.flatMap(([name, value]): HeaderLine[] => {
    if (remove(name)) return []
    const cleaned = cleanValue(name, value, remove)
    return cleaned === undefined ? [] : [[name, cleaned]]
  })
  return [...kept, ...set]
}

/** Returns the value without the names of ours in it where it is a list of names; undefined if nothing is left. */
export function cleanValue(name: string, value: string, remove: (name: string) => boolean): string | undefined {
  if (!LISTS_OF_NAMES.has(name.toLowerCase())) return value
  const listed = value.split(',')
  const kept = listed.filter((option) => !remove(option.trim()))
  if (kept.length === listed.length) return value
  return kept.length === 0 ? undefined : kept.join(',').trim()
}

const LISTS_OF_NAMES: ReadonlySet<string> = new Set(['connection', 'proxy-connection', 'trailer'])
