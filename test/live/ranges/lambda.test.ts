import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { openS3ListStore } from '../../../src/platform/list-stores/s3-list-store.ts'
import { openSsmListStore } from '../../../src/platform/list-stores/ssm-list-store.ts'
import { createSsmClient } from '../../../src/platform/stores/ssm-client.ts'
import { SNAPSHOT } from '../../../src/ranges/snapshot.ts'
import type { ListStore } from '../../../src/refresh/list-store.ts'
import { readObject } from '../../cli/run-cli.ts'
import {
  AMAZON_URL,
  amazonFile,
  BUNDLED_TOKEN,
  CLOUDFLARE_URL,
  cloudflareAnswer,
} from '../../platform/refresh/refresh-world.ts'
import vectors from '../../vectors/range-events.json' with { type: 'json' }
import { chooseClient } from '../lambda/choose-client.ts'
import { type RunningFunction, startFunction, zipOf } from '../lambda/start-function.ts'
import type { LiveServer } from '../start-nginx.ts'
import { findMoto } from '../stores/find-moto.ts'
import { startMoto } from '../stores/start-moto.ts'
import { type PlayedVendors, playVendors } from './play-vendors.ts'

const moto = await findMoto()
const reason = 'missing' in moto ? ` (skipped: ${moto.missing})` : ''
const { client } = await chooseClient('refresh of lists')
const zip = await zipOf('refresh-ranges.zip')
const key = await generateSigningJwk('ranges', 'ES256')

const LATER = BUNDLED_TOKEN + 3600
const ADDED = '205.234.175.0/24'
const ALL = { [AMAZON_URL]: amazonFile(LATER), [CLOUDFLARE_URL]: cloudflareAnswer() }
const SCHEDULE = { providers: ['cloudflare', 'cloudfront'] }
const [announcement] = vectors.announcements

let server: LiveServer
let vendors: PlayedVendors
let running: RunningFunction | undefined

const settings = () => ({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${server.port}`,
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
})

beforeAll(async () => {
  if ('missing' in moto) return
  server = await startMoto(moto.path)
  vendors = await playVendors()
  await fetch(`http://127.0.0.1:${server.port}/ipseal-lists`, {
    method: 'PUT',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=testing/20261126/us-east-1/s3/aws4_request' },
  })
})

afterEach(async () => {
  await running?.stop()
  running = undefined
})

afterAll(async () => {
  await vendors?.stop()
  await server?.stop()
})

/** A container that is cold until its first event. */
async function startRefresh(variables: Readonly<Record<string, string>>): Promise<RunningFunction> {
  const endpoint = `http://127.0.0.1:${server.port}`
  const aws = { AWS_ENDPOINT_URL_S3: endpoint, AWS_ENDPOINT_URL_SSM: endpoint }
  running = await startFunction({ client, zip, env: { ...aws, ...vendors.env, ...variables } })
  return running
}

async function recordOf(store: ListStore, provider: string): Promise<unknown> {
  const text = (await store.read([provider], AbortSignal.timeout(10_000))).get(provider)
  return text === undefined ? undefined : JSON.parse(text)
}

function announce(syncToken: number): unknown {
  const text = JSON.stringify(announcement?.event)
  return JSON.parse(text.replace(String(announcement?.syncToken), String(syncToken)))
}

const NOTHING = { kind: 'result', text: 'null' }

const places: readonly { readonly name: string; readonly reference: string; readonly open: () => ListStore }[] = [
  {
    name: 'S3',
    reference: 's3://ipseal-lists/ranges',
    open: () => openS3ListStore('//ipseal-lists/ranges', settings()),
  },
  {
    name: 'Parameter Store',
    reference: 'ssm:/ipseal/ranges',
    open: () => openSsmListStore('/ipseal/ranges', settings()),
  },
]

describe.skipIf('missing' in moto).each(places)(
  `refresh-ranges.zip with lists in $name${reason}`,
  ({ reference, open }) => {
    test('refreshes on a schedule, and finds nothing to write when it comes again', async () => {
      vendors.answer(ALL)
      const refresh = await startRefresh({ IPSEAL_RANGES: reference })
      const runs = [await refresh.invoke(SCHEDULE), await refresh.invoke(SCHEDULE)]
      expect(runs).toEqual([NOTHING, NOTHING])
      expect(refresh.records).toMatchObject(
        ['cloudflare', 'cloudfront', 'cloudflare', 'cloudfront'].map((provider) => ({ level: 30, provider })),
      )
      expect(await recordOf(open(), 'cloudfront')).toMatchObject({
        prefixes: SNAPSHOT.cloudfront.prefixes,
        version: { order: LATER },
      })
    })

    test('ends in an error for a list that is refused, has written the other, and names no more than that', async () => {
      vendors.answer({
        [CLOUDFLARE_URL]: cloudflareAnswer(['0.0.0.0/0']),
        [AMAZON_URL]: amazonFile(LATER + 60, [...SNAPSHOT.cloudfront.prefixes, ADDED]),
      })
      const refresh = await startRefresh({ IPSEAL_RANGES: reference })
      const run = await refresh.invoke(SCHEDULE)
      expect(run).toMatchObject({ kind: 'error', text: expect.stringContaining('got cloudflare refused.') })
      expect(await recordOf(open(), 'cloudfront')).toMatchObject({ prefixes: expect.arrayContaining([ADDED]) })
      expect(refresh.records).toMatchObject([
        { level: 50, provider: 'cloudflare', msg: 'ranges refused' },
        { level: 30, provider: 'cloudfront', msg: 'ranges changed', added: [ADDED] },
      ])
    })

    test('comes again for an announcement that is ahead of its file, and leaves a known one alone', async () => {
      vendors.answer({ [AMAZON_URL]: amazonFile(LATER + 60, [...SNAPSHOT.cloudfront.prefixes, ADDED]) })
      const refresh = await startRefresh({ IPSEAL_RANGES: reference })
      const early = await refresh.invoke(announce(LATER + 120))
      expect(early).toMatchObject({ kind: 'error', text: expect.stringContaining('NOT_ARRIVED') })
      vendors.answer({ [AMAZON_URL]: amazonFile(LATER + 120, [...SNAPSHOT.cloudfront.prefixes, ADDED]) })
      const arrived = await refresh.invoke(announce(LATER + 120))
      const late = await refresh.invoke(announce(LATER))
      expect([arrived, late]).toEqual([NOTHING, NOTHING])
      expect(vendors.asked()).toEqual([AMAZON_URL])
      expect(await recordOf(open(), 'cloudfront')).toMatchObject({ version: { order: LATER + 120 } })
    })
  },
)

describe.skipIf('missing' in moto)(`refresh-ranges.zip${reason}`, () => {
  test('signs with a key out of Parameter Store, and shows it nowhere', async () => {
    vendors.answer(ALL)
    const path = '/ipseal/ranges-key'
    const write = { name: path, text: JSON.stringify(key), isSecret: true, kmsKeyId: undefined, overwrite: true }
    await createSsmClient(settings()).write(write)
    const refresh = await startRefresh({
      IPSEAL_RANGES: 's3://ipseal-lists/signed',
      IPSEAL_RANGES_SIGNING_KEY: `ssm:${path}`,
    })
    expect(await refresh.invoke({ providers: ['cloudfront'] })).toEqual(NOTHING)
    const store = openS3ListStore('//ipseal-lists/signed', settings())
    const texts = await store.read(['cloudfront'], AbortSignal.timeout(10_000))
    expect(texts.get('cloudfront')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(refresh.output()).not.toContain(String(readObject(JSON.stringify(key)).d))
  })

  test('fails for every event that is not for it, and asks nobody anything', async () => {
    vendors.answer(ALL)
    const refresh = await startRefresh({ IPSEAL_RANGES: 's3://ipseal-lists/hostile' })
    for (const { name, event, code, path } of vectors.refused) {
      const run = await refresh.invoke(event)
      expect({ name, ...run }).toMatchObject({
        name,
        kind: 'error',
        text: expect.stringContaining(`${code} at ${path}`),
      })
    }
    expect(vendors.asked()).toEqual([])
  })

  test('without a store fails, so that an alarm can tell', async () => {
    const refresh = await startRefresh({})
    const run = await refresh.invoke({})
    expect(run).toMatchObject({ kind: 'error', text: expect.stringContaining('BAD_REFERENCE at IPSEAL_RANGES') })
  })
})
