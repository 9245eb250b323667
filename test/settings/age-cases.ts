import { printRecord } from '../../src/ranges/read-record.ts'
import { es256, NOW } from '../assertion/vector-parts.ts'
import { recordWith, signRecord } from './list-texts.ts'
import {
  aged,
  fromBundle,
  fromStore,
  given,
  HOUR,
  NEW,
  OLD,
  OWN,
  PARTNER,
  plain,
  signedBy,
  withPartners,
} from './range-parts.ts'
import type { RangeVector } from './range-vectors.ts'

export const stale: readonly RangeVector[] = await Promise.all(
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
export const refusal: readonly RangeVector[] = [
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

export const equal: readonly RangeVector[] = [
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
  ...[
    await recordWith('list:partners', [PARTNER, OWN], { checkedAt: NOW }),
    await recordWith('list:partners', [PARTNER], { checkedAt: NOW, pending: [{ prefix: OWN, until: NOW + HOUR }] }),
  ].map((record) =>
    given(
      `starts with the rest of a private list of which an own prefix is ${record.pending.length > 0 ? 'draining' : 'one'}`,
      { settings: withPartners, stored: { cloudflare: plain, 'list:partners': printRecord(record) } },
      { ...fromStore, 'list:partners': ['store', PARTNER] },
      ['cloudflare store fresh -', 'list:partners store fresh prefix-twice'],
    ),
  ),
]
