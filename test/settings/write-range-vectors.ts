/**
 * Writes test/vectors/choose-ranges.json: what stores hold, and which lists are to be trusted then.
 *
 * Run once with `node test/settings/write-range-vectors.ts`, and again only to add cases: ECDSA signatures differ each
 * time.
 */
import { writeFileSync } from 'node:fs'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import type { TrustSettings } from '../../src/settings/settings.ts'
import { forge } from '../assertion/forge.ts'
import { claims, es256, header, hs256, NOW, stranger } from '../assertion/vector-parts.ts'
import { bundledWith, recordWith, signRecord } from './list-texts.ts'
import { RANGE_VECTORS_URL, type RangeVector, type RangeVectorFile } from './range-vectors.ts'

const HOUR = 3600
/** Prefixes of the provider, then of others. */
const [OLD, NEW, NEWER] = ['192.0.2.0/25', '192.0.2.128/26', '192.0.2.192/26']
const [PARTNER, OWN] = ['198.51.100.0/24', '203.0.113.0/24']

function group(name: string, ranges: TrustSettings['ranges'], clients: readonly string[] = []): TrustSettings {
  return { name, ranges, clients, ...(typeof ranges === 'string' && { tenants: 'any' }), proxyProtocol: false }
}

const own = group('lb', [OWN], ['203.0.113.64/26'])
const base = { trust: [group('cdn', 'cloudflare'), own] }
const withPartners = { trust: [...base.trust, group('partners', 'list:partners')] }
const signedBy = { signedBy: publicJwks([es256]), onStale: 'keep' } as const

const bundle = await bundledWith('cloudflare', [OLD], '2026-11-01')
const recent = await bundledWith('cloudflare', [OLD], '2026-11-21')
const fresh = await recordWith('cloudflare', [NEW], { checkedAt: NOW - HOUR })
const earlier = await recordWith('cloudflare', [NEWER], { checkedAt: NOW - 2 * HOUR })
const partners = await recordWith('list:partners', [PARTNER], { checkedAt: NOW - HOUR })
const plain = printRecord(fresh)
const signed = await signRecord(es256, fresh)

function aged(hours: number) {
  return recordWith('cloudflare', [NEW], { checkedAt: NOW - hours * HOUR })
}

async function draining(until: number): Promise<string> {
  const pending = [{ prefix: NEWER, until }]
  return printRecord(await recordWith('cloudflare', [NEW], { checkedAt: NOW - HOUR, pending }))
}

type Parts = Partial<Omit<RangeVector, 'name' | 'expect'>>
type Lists = RangeVector['expect']['lists']

const nothing = { settings: {}, platform: null, stored: {}, bundled: { cloudflare: bundle }, previous: {} }
const fromStore = { cloudflare: ['store', NEW] }
const fromBundle = { cloudflare: ['bundle', OLD] }

function given(name: string, parts: Parts, ...[lists, notes, isRefused = false]: [Lists, readonly string[], boolean?]) {
  return { name, ...nothing, ...parts, expect: { lists, notes, isRefused } }
}

/** A stored text that is not what the settings demand: the copy in the package stands, and there is one note. */
function forged(name: string, text: string, fault: string): RangeVector {
  const parts = { settings: { ranges: signedBy }, stored: { cloudflare: text } }
  return given(name, parts, fromBundle, [`cloudflare bundle expired ${fault}`])
}

const chosen: readonly RangeVector[] = [
  given('takes the stored list, which is newer', { stored: { cloudflare: plain } }, fromStore, [
    'cloudflare store fresh -',
  ]),
  given(
    'takes no older list than the one in the package',
    { stored: { cloudflare: printRecord(await aged(13)) }, bundled: { cloudflare: recent } },
    fromBundle,
    ['cloudflare bundle fresh rolled-back'],
  ),
  given('takes the copy in the package where nothing is stored', { bundled: { cloudflare: recent } }, fromBundle, [
    'cloudflare bundle fresh not-stored',
  ]),
  given('takes the copy in the package while the store is away', { stored: null }, fromBundle, [
    'cloudflare bundle expired store-failed',
  ]),
  given(
    'takes what it took before while the store is away',
    { stored: null, previous: { cloudflare: { from: 'store', record: fresh } } },
    { cloudflare: ['memory', NEW] },
    ['cloudflare memory fresh store-failed'],
  ),
  given(
    'takes what it took before over an older list',
    { stored: { cloudflare: printRecord(earlier) }, previous: { cloudflare: { from: 'memory', record: fresh } } },
    { cloudflare: ['memory', NEW] },
    ['cloudflare memory fresh rolled-back'],
  ),
  given(
    'takes the same list again',
    { stored: { cloudflare: plain }, previous: { cloudflare: { from: 'store', record: fresh } } },
    fromStore,
    ['cloudflare store fresh -'],
  ),
  given(
    'takes a newer list after another',
    { stored: { cloudflare: plain }, previous: { cloudflare: { from: 'store', record: earlier } } },
    fromStore,
    ['cloudflare store fresh -'],
  ),
  given(
    'trusts what drains until its time',
    { stored: { cloudflare: await draining(NOW + 1) } },
    { cloudflare: ['store', NEW, NEWER] },
    ['cloudflare store fresh -'],
  ),
  given('trusts what drained no longer', { stored: { cloudflare: await draining(NOW) } }, fromStore, [
    'cloudflare store fresh -',
  ]),
  given(
    'has a private list from the store alone',
    { settings: withPartners, stored: { cloudflare: plain, 'list:partners': printRecord(partners) } },
    { ...fromStore, 'list:partners': ['store', PARTNER] },
    ['cloudflare store fresh -', 'list:partners store fresh -'],
  ),
  given(
    'has no private list that is not stored',
    { settings: withPartners, stored: { cloudflare: plain } },
    fromStore,
    ['cloudflare store fresh -', 'list:partners - - not-stored'],
  ),
  given(
    'reads the list of the platform as well',
    { settings: { trust: [own] }, platform: 'cloudflare', stored: { cloudflare: plain } },
    fromStore,
    ['cloudflare store fresh -'],
  ),
  given(
    'reads the lists of the second set of rules as well',
    {
      settings: { trust: [own], shadow: { ...base, headers: [], maxHops: 16, ownZones: [], pseudoIPv4: 'refuse' } },
      stored: { cloudflare: plain },
    },
    fromStore,
    ['cloudflare store fresh -'],
  ),
  given('looks at no list that nothing names', { settings: { trust: [own] }, stored: { cloudflare: plain } }, {}, []),
  given('reads a signed list where no signature is asked for', { stored: { cloudflare: signed } }, fromStore, [
    'cloudflare store fresh -',
  ]),
  given(
    'takes a list that is signed as demanded',
    { settings: { ranges: signedBy }, stored: { cloudflare: `${signed}\n` } },
    fromStore,
    ['cloudflare store fresh -'],
  ),
]

const refused: readonly RangeVector[] = [
  forged('takes no unsigned list where a signature is demanded', plain, 'unsigned'),
  forged(
    'takes no list that another key signed under this name',
    await signRecord({ ...stranger, kid: es256.kid }, fresh),
    'bad-signature',
  ),
  forged('takes no list that an unknown key signed', await signRecord(stranger, fresh), 'bad-signature'),
  forged(
    'takes no list with the algorithm none',
    forge({ alg: 'none', kid: es256.kid, typ: 'ipseal-ranges' }, `ipseal-ranges\n${plain}`, es256).replace(
      /[^.]*$/,
      '',
    ),
    'bad-signature',
  ),
  forged(
    'takes no list that a secret signed',
    forge({ alg: 'HS256', kid: es256.kid, typ: 'ipseal-ranges' }, `ipseal-ranges\n${plain}`, hs256),
    'bad-signature',
  ),
  forged('takes no assertion for a list', forge(header, claims, es256), 'bad-signature'),
  forged('takes no list out of an assertion', forge(header, plain, es256), 'bad-signature'),
  forged('takes no document of another type', await signRecord(es256, fresh, 'ipseal-other'), 'bad-signature'),
  forged('takes no half of a signed list', signed.slice(0, signed.length / 2), 'bad-signature'),
  forged(
    'takes no signed list of another provider',
    await signRecord(es256, { ...fresh, provider: 'fastly' }),
    'another-list',
  ),
  forged('takes no signed private list for a provider’s', await signRecord(es256, partners), 'another-list'),
  forged(
    'takes no signed list from the future',
    await signRecord(es256, { ...fresh, checkedAt: NOW + 2 * HOUR }),
    'from-the-future',
  ),
  forged(
    'takes no signed list whose prefixes were changed',
    await signRecord(es256, { ...fresh, prefixes: [NEWER] }),
    'unreadable',
  ),
  forged(
    'takes no signed list that is older than the copy in the package',
    await signRecord(es256, await aged(24 * 60)),
    'rolled-back',
  ),
  given('takes no text that is no record', { stored: { cloudflare: '<!doctype html>' } }, fromBundle, [
    'cloudflare bundle expired unreadable',
  ]),
  given('takes no empty text', { stored: { cloudflare: '' } }, fromBundle, ['cloudflare bundle expired unreadable']),
]

const stale: readonly RangeVector[] = await Promise.all(
  (
    [
      [35, 'fresh'],
      [36, 'warn'],
      [48, 'critical'],
      [72, 'expired'],
    ] as const
  ).map(async ([hours, level]) =>
    given(
      `says how old the list is after ${hours} hours`,
      { stored: { cloudflare: printRecord(await aged(hours)) } },
      fromStore,
      [`cloudflare store ${level} -`],
    ),
  ),
)

const refusing = { ranges: { onStale: 'refuse' } } as const
const refusal: readonly RangeVector[] = [
  given(
    'refuses by a list of 72 hours if it is told to',
    { settings: refusing, stored: { cloudflare: printRecord(await aged(72)) } },
    fromStore,
    ['cloudflare store expired -'],
    true,
  ),
  given(
    'refuses by no list of 71 hours',
    { settings: refusing, stored: { cloudflare: printRecord(await aged(71)) } },
    fromStore,
    ['cloudflare store critical -'],
  ),
  given(
    'refuses by an old copy in the package if the store has none',
    { settings: refusing },
    fromBundle,
    ['cloudflare bundle expired not-stored'],
    true,
  ),
  given(
    'refuses though a signed old list is put back',
    {
      settings: { ranges: { ...signedBy, onStale: 'refuse' } },
      stored: { cloudflare: await signRecord(es256, await aged(73)) },
    },
    fromStore,
    ['cloudflare store expired -'],
    true,
  ),
]

const taking = await recordWith('cloudflare', [NEW, OWN], { checkedAt: NOW - HOUR })
const takingClients = await recordWith('cloudflare', [NEW, '203.0.113.64/26'], { checkedAt: NOW - HOUR })
const nesting = await recordWith('cloudflare', [NEW, '203.0.113.0/25'], { checkedAt: NOW - HOUR })
const widePartners = await recordWith('list:partners', [NEW, PARTNER], { checkedAt: NOW - HOUR })
const narrow = await recordWith('list:partners', [PARTNER], { checkedAt: NOW - 2 * HOUR })
const moved = await recordWith('list:partners', [OLD, PARTNER], { checkedAt: NOW - HOUR })

const equal: readonly RangeVector[] = [
  given(
    'holds back a list that begins to hold an own prefix',
    { stored: { cloudflare: printRecord(taking) } },
    fromBundle,
    ['cloudflare bundle expired prefix-twice'],
  ),
  given(
    'holds back a list that begins to hold a prefix of clients',
    { stored: { cloudflare: printRecord(takingClients) } },
    fromBundle,
    ['cloudflare bundle expired prefix-twice'],
  ),
  given(
    'takes a list with a part of an own prefix, which is the longer match',
    { stored: { cloudflare: printRecord(nesting) } },
    { cloudflare: ['store', NEW, '203.0.113.0/25'] },
    ['cloudflare store fresh -'],
  ),
  given(
    'holds back both lists that begin to hold one prefix',
    {
      settings: withPartners,
      stored: { cloudflare: plain, 'list:partners': printRecord(widePartners) },
      previous: { 'list:partners': { from: 'store', record: narrow } },
    },
    { ...fromBundle, 'list:partners': ['memory', PARTNER] },
    ['cloudflare bundle expired prefix-twice', 'list:partners memory fresh prefix-twice'],
  ),
  given(
    'holds back the list that takes a prefix over, while the other one still stands',
    {
      settings: withPartners,
      stored: { 'list:partners': printRecord(moved) },
      previous: { 'list:partners': { from: 'store', record: narrow } },
    },
    { ...fromBundle, 'list:partners': ['memory', PARTNER] },
    ['cloudflare bundle expired not-stored', 'list:partners memory fresh prefix-twice'],
  ),
  given(
    'takes a list that takes a prefix over from another which gave it up',
    { settings: withPartners, stored: { cloudflare: plain, 'list:partners': printRecord(moved) } },
    { ...fromStore, 'list:partners': ['store', OLD, PARTNER] },
    ['cloudflare store fresh -', 'list:partners store fresh -'],
  ),
  given(
    'holds back a list that relies on another that is held back',
    {
      settings: withPartners,
      stored: { cloudflare: printRecord(taking), 'list:partners': printRecord(moved) },
      previous: { 'list:partners': { from: 'store', record: narrow } },
    },
    { ...fromBundle, 'list:partners': ['memory', PARTNER] },
    ['cloudflare bundle expired prefix-twice', 'list:partners memory fresh prefix-twice'],
  ),
  given(
    'has no private list that holds an own prefix',
    {
      settings: withPartners,
      stored: {
        cloudflare: plain,
        'list:partners': printRecord(await recordWith('list:partners', [OWN], { checkedAt: NOW })),
      },
    },
    fromStore,
    ['cloudflare store fresh -', 'list:partners - - prefix-twice'],
  ),
]

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
