import { openSignedBy } from '../../platform/refresh/list-signing.ts'
import { rulesOf } from '../../ranges/acceptance-rules.ts'
import type { Feed } from '../../ranges/feeds/feed.ts'
import { snapshotList } from '../../ranges/snapshot.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import { refreshLists } from '../../refresh/refresh-lists.ts'
import type { RefreshResult } from '../../refresh/refresh-result.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { toSafeText, writeData, writeJson, writeTalk } from '../output.ts'
import { answerOf, describeResult } from '../ranges/describe-refresh.ts'
import { loadRefreshKeys, type RefreshKeys } from '../ranges/list-keys.ts'
import { openPlace } from '../ranges/list-place.ts'
import { readFeeds } from '../ranges/named-feeds.ts'
import { startProgress } from '../ranges/progress.ts'

export type RangesRefreshOptions = {
  readonly provider: readonly string[]
  readonly feed: readonly string[]
  readonly confirm: readonly string[]
  readonly store?: string
  readonly key?: string
  readonly signedBy?: string
  readonly check?: true
  readonly json?: true
  readonly ndjson?: true
}

/** Every source may be slow, and each attempt has its own limit. */
const TIMEOUT_MS = 15 * 60_000

/**
 * Brings lists in a store up to date from their sources. One that fails, or is refused, leaves what is there and stops no
 * other. With `check` nothing is written, and the answer is no if anything would be.
 */
export async function runRangesRefresh(options: RangesRefreshOptions): Promise<ExitCode> {
  const { check, json, ndjson, key, signedBy } = options
  const feeds = readFeeds(options.provider, options.feed)
  const confirmed = readConfirmed(options.confirm, feeds)
  const store = openStoreFor(options)
  const keys = await loadRefreshKeys(key, signedBy)
  const isDryRun = check === true
  checkSigned(keys, isDryRun)
  const results = await refreshAll({ feeds, confirmed, store, keys, isDryRun }, async (result) => {
    if (ndjson) await writeJson(answerOf(result))
    else if (!json) await writeData(`${toSafeText(describeResult(result, isDryRun).join('\n'))}\n`)
    for (const fault of result.faults) writeTalk(`alarm: ${result.provider}: ${fault}`)
  })
  const code = exitCodeOf(results, isDryRun)
  if (json) await writeJson({ ok: code === EXIT.yes, store: store.name, check: isDryRun, lists: results.map(answerOf) })
  const hint = hintFor(results)
  if (hint !== undefined) writeTalk(hint)
  return code
}

function readConfirmed(names: readonly string[], feeds: readonly Feed[]): readonly string[] {
  const stray = names.find((name) => !feeds.some(({ provider }) => provider === name))
  if (stray === undefined) return names
  throw new UsageError('--confirm names a list that this run does not refresh; name it with --provider or --feed, too')
}

/** Without a store a check compares with the bundled lists, which stand where a store has nothing. */
function openStoreFor({ store, check }: RangesRefreshOptions): ListStore {
  const place = openPlace(store)
  if (place !== undefined) return place
  if (!check) throw new UsageError('name a store with --store or IPSEAL_RANGES; --check alone needs none')
  return { name: 'bundled', read: async () => new Map(), write: async () => undefined }
}

/** What is there would be opened by those keys, and replaced by a list that nobody signed. */
function checkSigned({ sign, readers }: RefreshKeys, isDryRun: boolean): void {
  if (sign !== undefined || readers === undefined || isDryRun) return
  throw new UsageError('--signed-by without a key is for --check alone; give the key that signs as --key')
}

type Demand = {
  readonly feeds: readonly Feed[]
  readonly confirmed: readonly string[]
  readonly store: ListStore
  readonly keys: RefreshKeys
  readonly isDryRun: boolean
}

async function refreshAll(
  { feeds, confirmed, store, keys, isDryRun }: Demand,
  tell: (result: RefreshResult) => Promise<void>,
): Promise<readonly RefreshResult[]> {
  const progress = startProgress()
  const showNext = (done: number): void => {
    const next = feeds[done]
    if (next !== undefined) progress.show(`${next.provider} (${done + 1} of ${feeds.length}) …`)
  }
  // One after another, or a line of the answer would stand behind the one that is written over.
  const tellAfter = async (before: Promise<void>, result: RefreshResult, next: number): Promise<void> => {
    await before
    progress.clear()
    await tell(result)
    showNext(next)
  }
  let done = 0
  let told = Promise.resolve()
  showNext(0)
  const results = await refreshLists({
    feeds,
    rulesOf,
    bundledOf: snapshotList,
    store,
    now: Math.floor(Date.now() / 1000),
    ...(keys.sign !== undefined && { sign: keys.sign }),
    ...(keys.readers !== undefined && { open: openSignedBy(keys.readers) }),
    confirmed,
    isDryRun,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    report: (result) => {
      told = tellAfter(told, result, ++done)
    },
  })
  await told
  progress.clear()
  return results
}

function exitCodeOf(results: readonly RefreshResult[], isDryRun: boolean): ExitCode {
  if (results.some(({ outcome }) => outcome === 'failed')) return EXIT.unusable
  const isNo = results.some(({ outcome }) => outcome === 'refused' || (isDryRun && outcome === 'changed'))
  return isNo ? EXIT.no : EXIT.yes
}

function hintFor(results: readonly RefreshResult[]): string | undefined {
  const held = results.filter(({ faults }) => faults.some((fault) => fault.includes('unless a person confirms')))
  if (held.length === 0) return undefined
  const options = held.map(({ provider }) => `--confirm ${provider}`).join(' ')
  return `hint: compare with what the vendor announces; if it is meant, run this again with ${options}`
}
