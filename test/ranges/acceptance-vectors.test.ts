import { describe, expect, test } from 'vitest'
import { acceptList } from '../../src/ranges/accept-list.ts'
import { rulesOf } from '../../src/ranges/acceptance-rules.ts'
import { describeListFault } from '../../src/ranges/describe-list-fault.ts'
import { BUNDLED_NAMES, PROVIDER_NAMES } from '../../src/ranges/provider.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import file from '../vectors/range-acceptance.json' with { type: 'json' }
import { type AcceptanceVector, type Lists, listOf, recordWith } from './acceptance-vectors.ts'

const lists: Lists = file.lists
type Wanted = { readonly want: { readonly ok: boolean; readonly faults?: unknown; readonly says?: readonly string[] } }
const vectors: readonly (AcceptanceVector & Wanted)[] = file.vectors

describe('acceptance', () => {
  test.each(vectors)('of $name, for $provider', ({ provider, previous, claimed, want, ...when }) => {
    const acceptance = acceptList(listOf(claimed, lists), rulesOf(provider), {
      previous: previous && { ...recordWith(provider, previous, lists), checkedAt: when.checkedAt ?? 0 },
      version: claimed.version,
      confirmed: when.confirmed,
      now: when.now,
    })
    const answer = acceptance.ok
      ? { ok: true, counts: acceptance.counts }
      : { ok: false, faults: acceptance.faults, says: acceptance.faults.map(describeListFault) }
    expect(answer).toEqual(want)
  })

  test.each(BUNDLED_NAMES)('takes the bundled list of %s again, and names a whole family that it lacks', (provider) => {
    const { prefixes } = SNAPSHOT[provider]
    const against = { previous: recordOfList(SNAPSHOT[provider]) }
    expect(acceptList(prefixes, rulesOf(provider), against).ok).toBe(true)
    for (const family of [4, 6]) {
      const rest = prefixes.filter((text) => text.includes(':') !== (family === 6))
      if (rest.length === prefixes.length) continue
      const acceptance = acceptList(rest, rulesOf(provider), against)
      const gone = expect.objectContaining({ reason: 'large-removal', share: 1 })
      expect(acceptance.ok ? [] : acceptance.faults).toContainEqual(gone)
    }
  })
})

describe('the rules', () => {
  test.each(PROVIDER_NAMES)('of %s drain for 15 minutes to 24 hours', (provider) => {
    const { drainSeconds } = rulesOf(provider)
    expect(drainSeconds).toBeGreaterThanOrEqual(900)
    expect(drainSeconds).toBeLessThanOrEqual(86_400)
  })

  test.each(['cloudflare', 'fastly', 'google-lb', 'akamai', 'imperva'])('of %s let nothing go unasked', (provider) => {
    expect(rulesOf(provider).removals).toBe('confirm')
  })

  test.each(['list:mine', 'constructor', '__proto__', ''])('of "%s" are those of a list of one\'s own', (provider) => {
    expect(rulesOf(provider)).toMatchObject({ anchors: [], removals: 0.25, neverTrusted: ['eyeballs'] })
  })
})
