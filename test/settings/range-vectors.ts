import { readFileSync } from 'node:fs'
import type { ProviderList } from '../../src/ranges/provider.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import type { ListOrigin } from '../../src/settings/choose-ranges.ts'
import type { Settings } from '../../src/settings/settings.ts'

export type RangeVector = {
  readonly name: string
  /** Laid over the settings that all cases share. */
  readonly settings: Partial<Settings>
  readonly platform: string | null
  /** Null where the store could not be read. */
  readonly stored: Readonly<Record<string, string>> | null
  readonly bundled: Readonly<Record<string, ProviderList>>
  readonly previous: Readonly<Record<string, { readonly from: ListOrigin; readonly record: RangesRecord }>>
  readonly expect: {
    /** Where each list comes from, and what of it is trusted. */
    readonly lists: Readonly<Record<string, readonly string[]>>
    /** List, origin, staleness and fault of each note; a dash for what there is not. */
    readonly notes: readonly string[]
    readonly isRefused: boolean
  }
}

export type RangeVectorFile = {
  readonly about: string
  readonly now: number
  readonly settings: Partial<Settings>
  readonly cases: readonly RangeVector[]
}

export const RANGE_VECTORS_URL = new URL('../vectors/choose-ranges.json', import.meta.url)

export function readRangeVectors(): RangeVectorFile {
  // Sound: write-range-vectors.ts writes this type.
  return JSON.parse(readFileSync(RANGE_VECTORS_URL, 'utf8')) as RangeVectorFile
}
