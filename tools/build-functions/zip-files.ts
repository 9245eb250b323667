import { zipSync } from 'fflate'

export type ZippedFile = { readonly name: string; readonly bytes: Uint8Array }

/** A regular file that everyone may read, as Lambda needs it: a function runs as another user than the one that built it. */
const MODE = 0o100644

const UNIX = 3

/** Packs files into a zip: the same files in the same bytes, whenever, wherever and by whomever it is done. */
export function zipFiles(files: readonly ZippedFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  // The first moment that a zip can tell. It tells local time, so in every time zone this is written as the same bytes.
  const moment = new Date(1980, 0, 1)
  const entries = Object.fromEntries(sorted.map(({ name, bytes }) => [name, bytes]))
  return zipSync(entries, { level: 9, mtime: moment, os: UNIX, attrs: MODE * 2 ** 16 })
}
