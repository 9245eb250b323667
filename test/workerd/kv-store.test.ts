import { env } from 'cloudflare:test'
import { beforeEach, expect, test } from 'vitest'
import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { createCloudflareKvWorker } from '../../src/platform/cloudflare/kv-worker.ts'
import { openKvListStore } from '../../src/platform/list-stores/kv-list-store.ts'
import { openKvStore } from '../../src/platform/stores/kv-store.ts'
import { edgeListOf } from '../../src/ranges/edge-ranges-of.ts'
import { EDGE_SNAPSHOT } from '../../src/ranges/edge-snapshot.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { PLAIN_SETTINGS } from '../settings/plain-settings.ts'

const jwk = await generateSigningJwk('test', 'ES256')

/** A Worker whose settings and key set are in KV, and whose key is a secret. */
async function askWorker(bindings: Readonly<Record<string, unknown>>, reference = 'kv:IPSEAL_KV/prod') {
  const records: object[] = []
  const worker = createCloudflareKvWorker({
    rangesOf: () => EDGE_SNAPSHOT.cloudflare.prefixes,
    bundledOf: edgeListOf,
    openLists: openKvListStore,
    openStore: (env) => openKvStore(reference, env),
    report: (record) => records.push(record),
  })
  const request = new Request('https://www.example.com/', { headers: { 'cf-connecting-ip': '203.0.113.9' } })
  const response = await worker.fetch(request, { IPSEAL_KV: env.IPSEAL_KV, ...bindings })
  return { status: response.status, text: await response.text(), log: JSON.stringify(records) }
}

beforeEach(async () => {
  await env.IPSEAL_KV.put('prod/settings', JSON.stringify(await stampSettings(PLAIN_SETTINGS)))
  await env.IPSEAL_KV.put('prod/jwks', JSON.stringify(publicJwks([jwk])))
  await env.IPSEAL_KV.put('prod/keys/test', JSON.stringify(jwk))
})

test('a Worker takes settings and key set from Workers KV', async () => {
  const { status, text } = await askWorker({ IPSEAL_SIGNING_KEY: JSON.stringify(jwk) })
  expect([status, text]).toEqual([200, '203.0.113.9\n'])
})

test('a Worker never takes its key from there', async () => {
  const { status, log } = await askWorker({})
  expect([status, log]).toEqual([503, expect.stringContaining('VARIABLE_MISSING at IPSEAL_SIGNING_KEY')])
})

test('a binding of the Worker wins over what is stored', async () => {
  const other = JSON.stringify(
    await stampSettings({ ...PLAIN_SETTINGS, onRefusal: 'forward-unsealed', audience: 'other' }),
  )
  await env.IPSEAL_KV.delete('prod/settings')
  const { status } = await askWorker({ IPSEAL_SIGNING_KEY: JSON.stringify(jwk), IPSEAL_CONFIG: other })
  expect(status).toBe(200)
})

test.each([
  { name: 'what is not there', reference: 'kv:IPSEAL_KV/other', fault: 'VARIABLE_MISSING at IPSEAL_CONFIG' },
  { name: 'a binding that is not there', reference: 'kv:OTHER/prod', fault: 'BAD_REFERENCE' },
])('a Worker does not start with $name, and says so', async ({ reference, fault }) => {
  const { status, log } = await askWorker({ IPSEAL_SIGNING_KEY: JSON.stringify(jwk) }, reference)
  expect([status, log]).toEqual([503, expect.stringContaining(fault)])
})
