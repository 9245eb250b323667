import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { importKeySet } from '../../../src/assertion/key-set.ts'
import { verifyAssertion } from '../../../src/assertion/verify-assertion.ts'
import type { Edge } from '../../../src/edge/edge.ts'
import { parseAddress } from '../../../src/net/address.ts'
import { rotateKeys } from '../../../src/platform/rotation/rotate-keys.ts'
import { openFileStore } from '../../../src/platform/stores/file-store.ts'
import type { WritableStore } from '../../../src/platform/stores/store.ts'
import { AUDIENCE, ISSUER } from '../../edge/edge-under-test.ts'
import { OVERLAP, optionsAt, PERIOD, START, WAIT } from '../../platform/rotation/rotations.ts'
import { writeSettings } from '../../platform/stores/store-under-test.ts'
import { edgeFrom } from './edge-from.ts'
import { useMoto } from './moto-stores.ts'

const DUE = START + PERIOD
const SIGNS = DUE + WAIT
const LEAVES = SIGNS + OVERLAP

const { missing, openStore } = await useMoto()

function openFolder(): WritableStore {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-rotation-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return openFileStore(folder)
}

async function rotate(store: WritableStore, now: number, revokedKeyId?: string): Promise<void> {
  const { ok } = await rotateKeys({ ...optionsAt(now), store, revokedKeyId })
  expect(ok).toBe(true)
}

async function namesIn(store: WritableStore): Promise<readonly string[]> {
  return [...(await store.load(AbortSignal.timeout(5000))).keys()].toSorted()
}

/** Which key an edge seals with, as whoever verifies with the set of another edge finds it. */
async function verifiedKey(sealing: Edge | undefined, publishing: Edge | undefined, now: number): Promise<unknown> {
  const ip = parseAddress('192.0.2.7')
  if (sealing === undefined || publishing === undefined || ip === undefined) return undefined
  const token = await sealing.sealer.seal({ ip, via: 'peer', audience: AUDIENCE }, now)
  const keys = await importKeySet(publishing.publicKeys)
  const verdict = await verifyAssertion([token], { keys, issuer: ISSUER, audience: AUDIENCE, bind: 'none' }, now)
  return verdict.ok ? verdict.client.keyId : verdict.rejection
}

describe.each([
  { name: 'Parameter Store', open: () => openStore(), absent: missing },
  { name: 'a folder', open: openFolder, absent: undefined },
])('keys in $name', ({ open, absent }) => {
  test.skipIf(absent !== undefined)('are renewed from beginning to end, and every seal verifies', async () => {
    const store = open()
    await store.create('settings', await writeSettings())
    await rotate(store, START)
    const { refreshedAt } = edgeFrom(store)
    const first = await refreshedAt(START)
    await rotate(store, DUE)
    const during = await refreshedAt(DUE + 1)
    const after = await refreshedAt(SIGNS + 1)
    await rotate(store, LEAVES)
    const last = await refreshedAt(LEAVES + 1)
    expect([
      await verifiedKey(first, during, DUE),
      await verifiedKey(during, first, DUE + 1),
      await verifiedKey(after, during, SIGNS + 1),
      await verifiedKey(during, after, SIGNS + 1),
      await verifiedKey(last, during, LEAVES + 1),
      await verifiedKey(during, last, LEAVES + 1),
    ]).toEqual([
      '2026-11-21',
      '2026-11-21',
      '2027-02-19',
      '2026-11-21',
      '2027-02-19',
      { reason: 'unknown-key', claimedKeyId: '2026-11-21' },
    ])
    expect(await namesIn(store)).toEqual(['jwks', 'keys/2027-02-19', 'settings'])
  })

  test.skipIf(absent !== undefined)('that were stolen are gone with one command', async () => {
    const store = open()
    await store.create('settings', await writeSettings())
    await rotate(store, START)
    const { refreshedAt } = edgeFrom(store)
    const before = await refreshedAt(START)
    await rotate(store, START + 100, '2026-11-21')
    const after = await refreshedAt(START + 300)
    const names = await namesIn(store)
    expect(names.filter((name) => name.startsWith('keys/'))).toHaveLength(1)
    expect(names).not.toContain('keys/2026-11-21')
    expect(await verifiedKey(before, after, START + 300)).toMatchObject({ reason: 'unknown-key' })
    expect(await verifiedKey(after, after, START + 300)).not.toBe('2026-11-21')
  })

  test.skipIf(absent !== undefined)('are rotated twice at once as if it were once', async () => {
    const store = open()
    await Promise.all([rotate(store, START), rotate(store, START)])
    await Promise.all([rotate(store, DUE), rotate(store, DUE)])
    const { refreshedAt } = edgeFrom(store)
    await store.create('settings', await writeSettings())
    const edge = await refreshedAt(DUE)
    expect(edge?.publicKeys.keys.map(({ kid }) => kid)).toHaveLength(2)
  })
})
