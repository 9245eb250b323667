import { describe, expect, test } from 'vitest'
import { type EventShape, eventOf } from './cloudfront-cases.ts'
import { takeResult } from './cloudfront-double.ts'
import { contentsWith, type FunctionUnderTest, functionWith } from './function-under-test.ts'

const contents = await contentsWith({ audience: 'from-the-store' })
const [settings = '', others = ''] = await Promise.all(
  ['built-in', 'from-the-origin'].map(async (audience) => (await contentsWith({ audience })).get('settings')),
)
const stores = { 'ssm:/one': contents, 'ssm:/two': contents }

type Sent = { readonly origin?: Readonly<Record<string, string>>; readonly viewer?: Readonly<Record<string, string>> }

const toHeaders = (given: Readonly<Record<string, string>> = {}): object =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key.toLowerCase(), [{ key, value }]]))

function eventWith({ origin, viewer }: Sent, base = 'origin-request'): EventShape {
  const headers = toHeaders(viewer)
  const custom = { customHeaders: toHeaders(origin) }
  return eventOf({ event: base, patch: { request: { headers, ...(origin && { origin: { custom } }) } } })
}

/** The audience that a request is sealed for, or the status it is answered with. */
async function outcome({ handle }: FunctionUnderTest, event: EventShape): Promise<string> {
  const taken = takeResult(event, await handle(event))
  if (taken.kind === 'response') return taken.status
  const [, payload = ''] = taken.request.headers['x-client-ip-assertion']?.[0]?.value.split('.') ?? []
  const { aud } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly aud: string }
  return aud
}

describe('keys and settings come', () => {
  test.each([
    { name: 'from a store that is built in', baked: { IPSEAL_KEYS: 'ssm:/one' }, want: 'from-the-store' },
    {
      name: 'from settings that are built in, before those of the store',
      baked: { IPSEAL_KEYS: 'ssm:/one', IPSEAL_CONFIG: settings },
      want: 'built-in',
    },
    {
      name: 'from settings that are built in as an object',
      baked: { IPSEAL_KEYS: 'ssm:/one', IPSEAL_CONFIG: JSON.parse(settings) },
      want: 'built-in',
    },
    {
      name: 'from a store that the origin names',
      sent: { origin: { 'X-Ipseal-Keys': 'ssm:/one' } },
      want: 'from-the-store',
    },
    {
      name: 'from settings of the origin, before those of the store',
      sent: { origin: { 'X-Ipseal-Keys': 'ssm:/one', 'X-Ipseal-Config': others } },
      want: 'from-the-origin',
    },
    {
      name: 'from what is built in, before what the origin says',
      baked: { IPSEAL_CONFIG: settings },
      sent: { origin: { 'X-Ipseal-Keys': 'ssm:/one', 'X-Ipseal-Config': others } },
      want: 'built-in',
    },
    {
      name: 'from the origin where what is built in is empty',
      baked: { IPSEAL_KEYS: '' },
      sent: { origin: { 'X-Ipseal-Keys': 'ssm:/one' } },
      want: 'from-the-store',
    },
  ])('$name', async ({ baked, sent = {}, want }) => {
    const under = functionWith({ stores, baked: baked && JSON.stringify(baked) })
    expect(await outcome(under, eventWith(sent))).toBe(want)
  })
})

describe('keys and settings do not come', () => {
  const viewer = { 'X-Ipseal-Keys': 'ssm:/one', 'X-Ipseal-Config': others, x_ipseal_keys: 'ssm:/one' }

  test.each([
    { name: 'from what a viewer sends', sent: { viewer }, base: 'origin-request' },
    { name: 'from what a viewer sends at viewer-request', sent: { viewer }, base: 'viewer-request' },
    {
      name: 'from other spellings of the origin’s headers',
      sent: { origin: { X_Ipseal_Keys: 'ssm:/one' } },
      base: 'origin-request',
    },
    { name: 'from nowhere', sent: {}, base: 'origin-request' },
  ])('$name', async ({ sent, base }) => {
    const under = functionWith({ stores })
    expect(await outcome(under, eventWith(sent, base))).toBe('503')
    expect(under.opened).toEqual([])
    expect(under.lines).toContainEqual(expect.objectContaining({ fault: expect.stringMatching(/^VARIABLE_MISSING/) }))
  })

  test.each(['{', '[]', '"ssm:/one"', 'null'])(
    'from %s, which is no object of variables, though the origin names a store',
    async (baked) => {
      const under = functionWith({ stores, baked })
      expect(await outcome(under, eventWith({ origin: { 'X-Ipseal-Keys': 'ssm:/one' } }))).toBe('503')
      expect(under.lines).toContainEqual(
        expect.objectContaining({ fault: expect.stringMatching(/^NOT_JSON at IPSEAL_BAKED/) }),
      )
    },
  )

  test('from a store that is out of reach: 503, a line for the start and one for the request', async () => {
    const under = functionWith({ stores, baked: '{"IPSEAL_KEYS":"ssm:/away"}' })
    expect(await outcome(under, eventWith({}))).toBe('503')
    expect(under.lines.map(({ msg }) => msg)).toEqual(['start failed', 'request'])
  })
})

test('each store is opened once, whatever number of requests and distributions name it', async () => {
  const under = functionWith({ stores })
  const one = eventWith({ origin: { 'X-Ipseal-Keys': 'ssm:/one' } })
  const two = eventWith({ origin: { 'X-Ipseal-Keys': 'ssm:/two' } })
  await Promise.all([one, two, one, two, one].map((event) => under.handle(event)))
  for (const event of [one, two]) await under.handle(event)
  expect(under.opened.toSorted()).toEqual(['ssm:/one', 'ssm:/two'])
})
