import { describe, expect, test } from 'vitest'
import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { importKeySet, type KeySet } from '../../src/assertion/key-set.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { signDocument } from '../../src/assertion/signed-document.ts'
import { importSigningKey } from '../../src/assertion/signing-key.ts'
import { readStanding, type StandingList } from '../../src/cli/ranges/standing-list.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import type { ListStore } from '../../src/refresh/list-store.ts'
import { cloudflareRecord, NOW } from './list-folder.ts'

function storeOf(text: string | undefined): ListStore {
  return {
    name: 'memory',
    read: async () => new Map(text === undefined ? [] : [['cloudflare', text]]),
    write: async () => undefined,
  }
}

async function standing(text: string | undefined, keys?: KeySet): Promise<StandingList> {
  const [list] = await readStanding(['cloudflare'], { store: storeOf(text), keys, now: NOW })
  if (list === undefined) throw new TypeError('no list stands')
  return list
}

const good = printRecord(await cloudflareRecord())
const { prefixes, digest } = SNAPSHOT.cloudflare
const widened = printRecord(await cloudflareRecord({ prefixes: ['128.0.0.0/1', ...prefixes], digest }))
const misplaced = printRecord(await cloudflareRecord({ provider: 'fastly' }))
const early = printRecord(await cloudflareRecord({ checkedAt: NOW + 7200 }))
const endless = printRecord(await cloudflareRecord({ pending: [{ prefix: '1.0.0.0/8', until: 9_999_999_999 }] }))
const [ours, theirs] = [await generateSigningJwk('lists', 'ES256'), await generateSigningJwk('lists', 'ES256')]
const ourKeys = await importKeySet(publicJwks([ours]))

describe('a stored text that is not believed', () => {
  test.each([
    {
      name: 'a prefix was put into it',
      text: widened,
      says: /\b(order|digest|sorted|prefixes)\b/,
    },
    { name: 'it is cut short', text: good.slice(0, 200), says: /./ },
    { name: 'it is an error page', text: '<!DOCTYPE html><title>Just a moment...</title>', says: /./ },
    { name: 'it is empty', text: '', says: /./ },
    {
      name: 'it is the list of another provider',
      text: misplaced,
      says: /is the list "fastly", put there under another name/,
    },
    { name: 'it is a token of something else', text: 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA', says: /wrong-type|none/ },
    { name: 'it was checked in the future', text: early, says: /in the future/ },
    {
      name: 'it drains for ever',
      text: endless,
      says: /pending/,
    },
    {
      name: 'it has a member that no record has',
      text: good.replace('{', '{"trust":"all",'),
      says: /trust/,
    },
  ])('gives way to the bundled list, and says why: $name', async ({ text, says }) => {
    const { from, fault, record } = await standing(text)
    expect({ from, fault: fault?.text, digest: record?.digest }).toEqual({
      from: 'bundled',
      fault: expect.stringMatching(says),
      digest,
    })
  })
})

test('a good stored list stands, and without one the bundled list does', async () => {
  expect(await standing(good)).toEqual(expect.objectContaining({ from: 'store', staleness: 'fresh', fault: undefined }))
  expect(await standing(undefined)).toEqual(
    expect.objectContaining({ from: 'bundled', staleness: undefined, fault: undefined }),
  )
})

describe('where signatures are asked for', () => {
  const signed = async (jwk: unknown, type = 'ipseal-ranges'): Promise<string> =>
    signDocument(await importSigningKey(jwk), type, good)

  test('a list that our key signed stands', async () => {
    expect(await standing(await signed(ours), ourKeys)).toEqual(
      expect.objectContaining({ from: 'store', fault: undefined }),
    )
  })

  test.each([
    { name: 'nobody signed', text: async () => good, says: 'it is not signed' },
    { name: 'another key of the same name signed', text: () => signed(theirs), says: 'got bad-signature' },
    { name: 'our key signed as something else', text: () => signed(ours, 'ipseal-other'), says: 'got wrong-type' },
  ])('one that $name gives way', async ({ text, says }) => {
    expect(await standing(await text(), ourKeys)).toEqual(
      expect.objectContaining({
        from: 'bundled',
        fault: expect.objectContaining({ text: expect.stringContaining(says) }),
      }),
    )
  })
})
