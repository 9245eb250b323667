import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Prefix } from '../src/net/prefix.ts'
import { acceptList } from '../src/ranges/accept-list.ts'
import { ACCEPTANCE_RULES } from '../src/ranges/acceptance-rules.ts'
import { describeListFault } from '../src/ranges/describe-list-fault.ts'
import { digestPrefixes } from '../src/ranges/digest-prefixes.ts'
import { findOverlaps, type OwnedPrefix } from '../src/ranges/find-overlaps.ts'
import { BUNDLED_NAMES, type BundledName, type ListCounts, type ProviderList } from '../src/ranges/provider.ts'
import { recordOfList } from '../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../src/ranges/snapshot.ts'
import { type Facts, readFacts } from './ranges-facts.ts'
import { FACT_SOURCES } from './ranges-feeds.ts'

type Checked = {
  readonly provider: BundledName
  readonly facts: Facts
  readonly prefixes: readonly Prefix[]
  readonly counts: ListCounts
}

type Faults = { readonly ok: false; readonly faults: readonly string[] }

/**
 * Makes the lists of all providers from a folder of facts, or says everything that is wrong with the folder.
 *
 * They are held against the bundled ones: what may not go unasked has to be among the `confirmed`.
 */
export async function buildLists(
  folder: string,
  confirmed: readonly string[] = [],
): Promise<{ readonly ok: true; readonly lists: readonly ProviderList[] } | Faults> {
  const results = await Promise.all(
    BUNDLED_NAMES.map((provider) => checkFile(folder, provider, confirmed.includes(provider))),
  )
  const checked = results.flatMap((result) => (result.ok ? [result.checked] : []))
  const faults = results.flatMap((result) => (result.ok ? [] : result.faults))
  faults.push(...describeOverlaps(checked))
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, lists: await Promise.all(checked.map(toList)) }
}

async function checkFile(
  folder: string,
  provider: BundledName,
  confirmed: boolean,
): Promise<{ readonly ok: true; readonly checked: Checked } | Faults> {
  const feed = FACT_SOURCES[provider]
  const refuse = (faults: readonly string[]): Faults => ({
    ok: false,
    faults: faults.map((fault) => `${feed.file}: ${fault}`),
  })
  const text = await readFile(path.join(folder, feed.file), 'utf8').catch(() => undefined)
  if (text === undefined) return refuse(['must be a readable file in the folder'])
  const reading = readFacts(text, feed)
  if (!reading.ok) return refuse(reading.faults)
  const acceptance = acceptList(reading.facts.claimedPrefixes, ACCEPTANCE_RULES[provider], {
    previous: recordOfList(SNAPSHOT[provider]),
    confirmed,
  })
  if (!acceptance.ok) return refuse(acceptance.faults.map(describeListFault))
  const { prefixes, counts } = acceptance
  return { ok: true, checked: { provider, facts: reading.facts, prefixes, counts } }
}

/** No two providers share an address today; where two begin to, a person decides whose it is. */
function describeOverlaps(lists: readonly Checked[]): readonly string[] {
  const owned = lists.flatMap(({ provider, prefixes }) => prefixes.map((prefix): OwnedPrefix => ({ provider, prefix })))
  return findOverlaps(owned).map(
    ({ outer, inner }) =>
      `${inner.prefix.text} of ${inner.provider} must be apart from ${outer.prefix.text} of ${outer.provider}`,
  )
}

async function toList({ provider, facts, prefixes, counts }: Checked): Promise<ProviderList> {
  const texts = prefixes.map((prefix) => prefix.text)
  return {
    provider,
    source: FACT_SOURCES[provider].source,
    ...(facts.via === undefined ? {} : { via: facts.via }),
    retrieved: facts.retrieved,
    ...(facts.version === undefined ? {} : { version: facts.version }),
    counts,
    digest: await digestPrefixes(texts),
    prefixes: texts,
  }
}
