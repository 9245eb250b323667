import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { SNAPSHOT } from '../../../src/ranges/snapshot.ts'
import { runCommand } from '../../../tools/run-command.ts'
import { ROOT, readObject } from '../../cli/run-cli.ts'
import {
  AMAZON_URL,
  amazonFile,
  type Bodies,
  BUNDLED_TOKEN,
  CLOUDFLARE_URL,
  cloudflareAnswer,
} from '../../platform/refresh/refresh-world.ts'
import { loadWrangler } from '../worker/load-wrangler.ts'

type Kv = {
  readonly get: (key: string) => Promise<string | null>
  readonly put: (key: string, text: string) => Promise<void>
  readonly delete: (key: string) => Promise<void>
}

const KEYS = ['ranges/cloudflare', 'ranges/cloudfront']
const jwk = await generateSigningJwk('ranges', 'ES256')
const added = '205.234.175.0/24'

let bodies: Bodies = {}
let asked: string[] = []

/** What leaves workerd goes by the `fetch` of this process. */
function playVendors(url: string): Promise<Response> {
  asked.push(url)
  const body = bodies[url]
  if (body === undefined) return Promise.resolve(new Response('', { status: 404 }))
  return Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }))
}

const { createTestHarness } = await loadWrangler()

const harness = createTestHarness({
  workers: [
    {
      configPath: join(ROOT, 'wrangler.refresh-ranges.toml'),
      env: 'production',
      secrets: { IPSEAL_RANGES_SIGNING_KEY: JSON.stringify(jwk) },
    },
  ],
})

async function runCron() {
  harness.clearLogs()
  asked = []
  const { outcome } = await harness.getWorker().scheduled({ cron: '17 * * * *', scheduledTime: new Date() })
  const records = harness.getLogs().flatMap(({ message }) => (message.startsWith('{') ? [readObject(message)] : []))
  return { outcome, records, asked }
}

async function namespace(): Promise<Kv> {
  return (await harness.getWorker<{ IPSEAL_KV: Kv }>().getEnv()).IPSEAL_KV
}

async function storedTexts(): Promise<readonly (string | null)[]> {
  const kv = await namespace()
  return Promise.all(KEYS.map((key) => kv.get(key)))
}

/** The record in a signed list. */
function recordIn(text: string | null | undefined): unknown {
  const payload = Buffer.from(text?.split('.')[1] ?? '', 'base64url').toString()
  return JSON.parse(payload.slice(payload.indexOf('\n') + 1))
}

beforeAll(async () => {
  vi.stubGlobal('fetch', playVendors)
  await harness.listen()
}, 120_000)

afterAll(async () => {
  await harness.close()
  vi.unstubAllGlobals()
})

beforeEach(async () => {
  const kv = await namespace()
  for (const key of KEYS) await kv.delete(key)
  bodies = { [AMAZON_URL]: amazonFile(BUNDLED_TOKEN + 3600), [CLOUDFLARE_URL]: cloudflareAnswer() }
})

describe('the Worker on its cron trigger, in workerd, as it is deployed', () => {
  test('writes signed lists into an empty namespace', async () => {
    const { outcome, records } = await runCron()
    expect([outcome, records]).toMatchObject([
      'ok',
      [
        { level: 30, msg: 'ranges unchanged', provider: 'cloudflare', store: 'kv:IPSEAL_KV' },
        { level: 30, msg: 'ranges unchanged', provider: 'cloudfront', store: 'kv:IPSEAL_KV' },
      ],
    ])
    const texts = await storedTexts()
    expect(texts.map(recordIn)).toMatchObject([
      { provider: 'cloudflare', prefixes: SNAPSHOT.cloudflare.prefixes },
      { provider: 'cloudfront', prefixes: SNAPSHOT.cloudfront.prefixes },
    ])
    expect(JSON.stringify(records)).not.toContain('"d"')
  })

  test('writes nothing if nothing has changed', async () => {
    await runCron()
    const before = await storedTexts()
    const { outcome, records, asked } = await runCron()
    expect([outcome, records.map(({ msg }) => msg)]).toEqual(['ok', ['ranges unchanged', 'ranges unchanged']])
    expect(asked).toEqual([CLOUDFLARE_URL, AMAZON_URL])
    expect(await storedTexts()).toEqual(before)
  })

  test('writes what a vendor has added', async () => {
    await runCron()
    bodies = { ...bodies, [AMAZON_URL]: amazonFile(BUNDLED_TOKEN + 7200, [...SNAPSHOT.cloudfront.prefixes, added]) }
    const { outcome, records } = await runCron()
    expect([outcome, records[1]]).toMatchObject(['ok', { msg: 'ranges changed', added: [added] }])
    expect(recordIn((await storedTexts())[1])).toMatchObject({ prefixes: expect.arrayContaining([added]) })
  })

  test('ends in an exception if a list is refused, keeps what was accepted, and writes the others', async () => {
    await runCron()
    const [before] = await storedTexts()
    bodies = {
      [CLOUDFLARE_URL]: '<!DOCTYPE html><title>Just a moment...</title>',
      [AMAZON_URL]: amazonFile(BUNDLED_TOKEN + 7200, [...SNAPSHOT.cloudfront.prefixes, added]),
    }
    const { outcome, records } = await runCron()
    expect([outcome, records]).toMatchObject([
      'exception',
      [
        { level: 50, msg: 'ranges refused', provider: 'cloudflare' },
        { level: 30, msg: 'ranges changed', provider: 'cloudfront' },
      ],
    ])
    // Whoever reads the log has the rule and the next step, which the edge's Worker leaves out.
    expect(JSON.stringify(records[0]?.faults)).toMatch(/must \w+/)
    const [kept, changed] = await storedTexts()
    expect(kept).toBe(before)
    expect(recordIn(changed)).toMatchObject({ prefixes: expect.arrayContaining([added]) })
  })

  test('does not believe what somebody else put into the namespace', async () => {
    await runCron()
    const kv = await namespace()
    const forged = JSON.stringify({ ...Object(recordIn((await storedTexts())[0])), prefixes: ['0.0.0.0/0'] })
    await kv.put('ranges/cloudflare', forged)
    const { records } = await runCron()
    expect(records[0]).toMatchObject({
      level: 50,
      provider: 'cloudflare',
      faults: [expect.stringContaining('BAD_STORED_LIST')],
    })
    expect(recordIn((await storedTexts())[0])).toMatchObject({ prefixes: SNAPSHOT.cloudflare.prefixes })
  })

  test('answers no request', async () => {
    const answered = await harness.fetch('/').then(
      ({ status }) => status,
      () => 'none',
    )
    expect(answered).not.toBe(200)
  })
})

test.each(['staging', 'production'])(
  'wrangler would deploy the refresh to %s without a warning',
  async (environment) => {
    const config = ['--config', 'wrangler.refresh-ranges.toml', '--env', environment]
    const { code, text } = await runCommand(ROOT, 'wrangler', ['deploy', '--dry-run', ...config])
    expect(code).toBe(0)
    expect(text).not.toMatch(/warning|unexpected/i)
    expect(text).toMatch(/env\.IPSEAL_KV .*\n/)
  },
)
