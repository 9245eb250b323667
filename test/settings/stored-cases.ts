import { printRecord } from '../../src/ranges/read-record.ts'
import { forge } from '../assertion/forge.ts'
import { claims, es256, header, hs256, NOW, stranger } from '../assertion/vector-parts.ts'
import { signRecord } from './list-texts.ts'
import {
  aged,
  base,
  draining,
  earlier,
  forged,
  fresh,
  fromBundle,
  fromStore,
  given,
  HOUR,
  NEW,
  NEWER,
  own,
  PARTNER,
  partners,
  plain,
  recent,
  signed,
  signedBy,
  versioned,
  withPartners,
} from './range-parts.ts'
import type { RangeVector } from './range-vectors.ts'

export const chosen: readonly RangeVector[] = [
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
    'takes no earlier version of the source’s, also where it was confirmed later',
    {
      stored: { cloudflare: printRecord(await versioned(5, 1)) },
      previous: { cloudflare: { from: 'store', record: await versioned(6, 2) } },
    },
    { cloudflare: ['memory', NEW] },
    ['cloudflare memory fresh rolled-back'],
  ),
  given(
    'takes a later version of the source’s over the copy in memory that was confirmed later',
    {
      stored: { cloudflare: printRecord(await versioned(6, 2)) },
      previous: { cloudflare: { from: 'store', record: await versioned(5, 1) } },
    },
    fromStore,
    ['cloudflare store fresh -'],
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

export const refused: readonly RangeVector[] = [
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
