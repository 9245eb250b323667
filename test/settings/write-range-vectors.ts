/**
 * Writes test/vectors/choose-ranges.json: what stores hold, and which lists are to be trusted then.
 *
 * Run once with `node test/settings/write-range-vectors.ts`, and again only to add cases: ECDSA signatures differ each
 * time.
 */
import { writeFileSync } from 'node:fs'
import { NOW } from '../assertion/vector-parts.ts'
import { equal, refusal, stale } from './age-cases.ts'
import { base } from './range-parts.ts'
import { RANGE_VECTORS_URL, type RangeVectorFile } from './range-vectors.ts'
import { chosen, refused } from './stored-cases.ts'

const file: RangeVectorFile = {
  about:
    'What a store of lists holds at a time, what is bundled and what was trusted before, and which lists are trusted then: ' +
    'where each comes from, its prefixes, and one note for each with its origin, how stale it is, and why the stored one ' +
    'is not taken. Lists are signed with the key test-es256 of assertion-keys.json.',
  now: NOW,
  settings: base,
  cases: [chosen, refused, stale, refusal, equal].flat(),
}

writeFileSync(RANGE_VECTORS_URL, `${JSON.stringify(file, null, 1)}\n`)
