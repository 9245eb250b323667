import { describe, expect, test } from 'vitest'
import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { createRefreshHandler } from '../../../src/platform/refresh/refresh-handler.ts'
import { SNAPSHOT } from '../../../src/ranges/snapshot.ts'
import vectors from '../../vectors/range-events.json' with { type: 'json' }
import {
  AMAZON_URL,
  amazonFile,
  BUNDLED_TOKEN,
  CLOUDFLARE_URL,
  cloudflareAnswer,
  createMemoryListStore,
  createRefresherWorld,
  NOW,
  type RefresherWorld,
} from './refresh-world.ts'

const LATER = BUNDLED_TOKEN + 3600
const ALL = { [AMAZON_URL]: amazonFile(LATER), [CLOUDFLARE_URL]: cloudflareAnswer() }
const inTime = { getRemainingTimeInMillis: () => 60_000 }
const [announcement] = vectors.announcements

/** The notification of the vectors, of a sync token of choice. */
function announce(syncToken: number): unknown {
  const text = JSON.stringify(announcement?.event)
  return JSON.parse(text.replace(String(announcement?.syncToken), String(syncToken)))
}

async function invoke(event: unknown, world: RefresherWorld) {
  const { options, ...seen } = createRefresherWorld(world)
  const failure: unknown = await createRefreshHandler(options)(event, inTime).catch((error: unknown) => error)
  return { ...seen, failure: failure instanceof Error ? failure.message : failure, error: failure }
}

describe('a schedule', () => {
  test('refreshes every list, and says of each in a line what became of it', async () => {
    const { records, store, failure } = await invoke({}, { bodies: ALL })
    expect(failure).toBeUndefined()
    expect(records).toMatchObject([
      { level: 30, msg: 'ranges unchanged', provider: 'cloudflare', store: 'memory:', time: NOW * 1000 },
      { level: 30, msg: 'ranges unchanged', provider: 'cloudfront', store: 'memory:', time: NOW * 1000 },
    ])
    expect([...store.texts.keys()]).toEqual(['cloudflare', 'cloudfront'])
    expect(JSON.parse(store.texts.get('cloudfront') ?? '')).toMatchObject({
      provider: 'cloudfront',
      version: { text: String(LATER), order: LATER },
      prefixes: SNAPSHOT.cloudfront.prefixes,
    })
  })

  test.each([
    { name: 'its own input', event: { providers: ['cloudfront'] }, variables: {}, asked: [AMAZON_URL] },
    {
      name: 'the variable',
      event: {},
      variables: { IPSEAL_RANGES_FEEDS: '{"providers":["cloudfront"]}' },
      asked: [AMAZON_URL],
    },
    {
      name: 'its own input over the variable',
      event: { providers: ['cloudflare'] },
      variables: { IPSEAL_RANGES_FEEDS: '{"providers":["cloudfront"]}' },
      asked: [CLOUDFLARE_URL],
    },
    {
      name: 'the name of a provider twice',
      event: { providers: ['cloudflare', 'cloudflare'] },
      variables: {},
      asked: [CLOUDFLARE_URL],
    },
  ])('asks for the lists that are named by $name', async ({ event, variables, asked }) => {
    expect((await invoke(event, { bodies: ALL, variables })).asked).toEqual(asked)
  })

  test('takes a list of one’s own', async () => {
    const url = 'https://lists.example.com/edge.json'
    const lists = [{ name: 'partner', url, format: 'json' }]
    const bodies = { [url]: JSON.stringify({ prefixes: ['205.234.175.0/24', '204.93.142.0/24'] }) }
    const { records, store } = await invoke({ lists }, { bodies })
    expect(records).toMatchObject([{ provider: 'list:partner', msg: 'ranges changed', addedCount: 2 }])
    expect([...store.texts.keys()]).toEqual(['list:partner'])
  })

  test.each([
    {
      name: 'is refused',
      bodies: { ...ALL, [CLOUDFLARE_URL]: cloudflareAnswer(['0.0.0.0/0']) },
      outcome: 'refused',
      msg: 'ranges refused',
    },
    {
      name: 'does not come',
      bodies: { [AMAZON_URL]: amazonFile(LATER), [CLOUDFLARE_URL]: undefined },
      outcome: 'failed',
      msg: 'ranges not refreshed',
    },
  ])(
    'ends in an error that names the list that $name, after the others were written',
    async ({ bodies, outcome, msg }) => {
      const { records, store, failure, error } = await invoke({}, { bodies })
      expect(failure).toContain('NOT_REFRESHED at memory:')
      expect(failure).toContain(`got cloudflare ${outcome}.`)
      expect(error).not.toHaveProperty('cause')
      expect([...store.texts.keys()]).toEqual(['cloudfront'])
      // One alarm for one list.
      expect(records.filter(({ level }) => level > 30)).toMatchObject([{ provider: 'cloudflare', msg }])
    },
  )

  test.each(vectors.refused)('asks nobody anything for $name', async ({ event, code }) => {
    const { records, asked, store, failure } = await invoke(event, { bodies: ALL })
    expect([asked, store.texts.size]).toEqual([[], 0])
    expect(records).toMatchObject([{ level: 50, msg: 'ranges not refreshed', fault: expect.stringContaining(code) }])
    expect(failure).toContain(code)
  })

  test.each([
    {
      name: 'a provider that there is not',
      event: { providers: ['cloudfrond'] },
      variables: {},
      want: 'BAD_FEEDS at providers',
    },
    {
      name: 'a name that every object has',
      event: { providers: ['constructor'] },
      variables: {},
      want: 'BAD_FEEDS at providers',
    },
    {
      name: 'a variable that is no JSON',
      event: {},
      variables: { IPSEAL_RANGES_FEEDS: 'cloudfront' },
      want: 'BAD_FEEDS at IPSEAL_RANGES_FEEDS',
    },
    {
      name: 'a key that is none',
      event: {},
      variables: { IPSEAL_RANGES_SIGNING_KEY: '{"kty":"EC","d":"hush"}' },
      want: ' at key',
    },
  ])('asks nobody anything with $name', async ({ event, variables, want }) => {
    const { asked, records, failure } = await invoke(event, { bodies: ALL, variables })
    expect(asked).toEqual([])
    expect(failure).toContain(want)
    expect(JSON.stringify(records)).not.toContain('hush')
  })
})

describe('a notification of Amazon’s', () => {
  test('refreshes CloudFront’s list alone, and never asks the address in it', async () => {
    const elsewhere = JSON.stringify(announce(LATER)).replace(
      'https://ip-ranges.amazonaws.com',
      'https://attacker.example',
    )
    const { asked, store, failure } = await invoke(JSON.parse(elsewhere), { bodies: ALL })
    expect(failure).toBeUndefined()
    expect(asked).toEqual([AMAZON_URL])
    expect([...store.texts.keys()]).toEqual(['cloudfront'])
  })

  test('refreshes that list also where the schedule is for others', async () => {
    const variables = { IPSEAL_RANGES_FEEDS: '{"providers":["cloudflare"]}' }
    expect((await invoke(announce(LATER), { bodies: ALL, variables })).asked).toEqual([AMAZON_URL])
  })

  test.each([
    { name: 'the state that is stored', syncToken: LATER },
    { name: 'an older one, which came late', syncToken: BUNDLED_TOKEN - 86_400 },
  ])('of $name is nothing to do', async ({ syncToken }) => {
    const store = createMemoryListStore()
    await invoke(announce(LATER), { bodies: ALL, store })
    const { asked, records, failure } = await invoke(announce(syncToken), { bodies: ALL, store })
    expect([asked, failure]).toEqual([[], undefined])
    expect(records).toMatchObject([{ level: 30, msg: 'ranges known', provider: 'cloudfront', syncToken }])
  })

  test('that comes before the change is an error, so that Lambda comes again, and a warning', async () => {
    const store = createMemoryListStore()
    const early = await invoke(announce(LATER + 60), { bodies: ALL, store })
    expect(early.failure).toContain(`NOT_ARRIVED at cloudfront: must have reached sync token ${LATER + 60}`)
    expect(early.records).toMatchObject([
      { msg: 'ranges unchanged' },
      { level: 40, fault: expect.stringContaining('NOT_ARRIVED') },
    ])
    const arrived = await invoke(announce(LATER + 60), { bodies: { [AMAZON_URL]: amazonFile(LATER + 60) }, store })
    expect(arrived.failure).toBeUndefined()
  })

  test('of a list that is refused is the error of that, and not one of waiting', async () => {
    const bodies = { [AMAZON_URL]: amazonFile(LATER, ['0.0.0.0/0']) }
    const { failure, records } = await invoke(announce(LATER), { bodies })
    expect(failure).toContain('NOT_REFRESHED')
    expect(records).toMatchObject([{ level: 50, msg: 'ranges refused', provider: 'cloudfront' }])
  })
})

describe('with a signing key', () => {
  test('what is stored is signed, read back, and not believed from anybody else', async () => {
    const key = JSON.stringify(await generateSigningJwk('ranges', 'ES256'))
    const other = JSON.stringify(await generateSigningJwk('ranges', 'ES256'))
    const store = createMemoryListStore()
    const run = (text: string) =>
      invoke(announce(LATER), { bodies: ALL, store, variables: { IPSEAL_RANGES_SIGNING_KEY: text } })
    const runs = [await run(key), await run(key), await run(other)]
    expect(store.texts.get('cloudfront')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(runs.map(({ records }) => records[0]?.msg)).toEqual(['ranges unchanged', 'ranges known', 'ranges unchanged'])
    const { d } = JSON.parse(key)
    expect(JSON.stringify(runs.map(({ records }) => records))).not.toContain(d)
  })
})

describe('a store that is away', () => {
  test('is an error, with nothing of what it said', async () => {
    const store = { ...createMemoryListStore(), read: () => Promise.reject(new Error('hush')) }
    const { failure, records } = await invoke(announce(LATER), { bodies: ALL, store })
    expect(failure).toBe('the lists were not refreshed: the log says where this came from')
    expect(records).toMatchObject([{ level: 50, msg: 'ranges not refreshed', err: { type: 'Error' } }])
    expect(JSON.stringify(records)).not.toContain('hush')
  })
})
