import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bind } from '../../../src/assertion/claims.ts'
import { importKeySet, type KeySet } from '../../../src/assertion/key-set.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { AUDIENCE, settingsWith } from '../../edge/edge-under-test.ts'
import { cases, eventOf, settingsNamed } from '../../platform/cloudfront/cloudfront-cases.ts'
import { takeResult } from '../../platform/cloudfront/cloudfront-double.ts'
import { chooseClient } from './choose-client.ts'
import { forwardEvent } from './forward-event.ts'
import { type LiveSsm, missing, startSsm, writeKeys } from './ssm-under-test.ts'
import { type RunningFunction, startFunction, zipOf } from './start-function.ts'
import { startVerifyingOrigin, type VerifyingOrigin } from './verifying-origin.ts'

const { client } = await chooseClient('lambda-edge')

const PATH = '/ipseal/live'
const EVENTS = ['viewer-request', 'origin-request', 'origin-request-s3', 'origin-request-body']
const PEER = '203.0.113.178'

let ssm: LiveSsm
let keys: KeySet
const origins = new Map<string, VerifyingOrigin>()

beforeAll(async () => {
  if (missing !== undefined) return
  ssm = await startSsm()
  keys = await importKeySet(await writeKeys(ssm.open(PATH), { secrets: { front: 'right-secret' } }))
})

afterAll(async () => {
  for (const origin of origins.values()) await origin.stop()
  await ssm?.stop()
})

/** The function with these settings built in, in a container that has not run yet. */
async function startEdge(name?: string): Promise<RunningFunction> {
  const settings = await stampSettings(settingsWith(settingsNamed(name)))
  const variables = { IPSEAL_CONFIG: JSON.stringify(settings), IPSEAL_KEYS: `ssm:${PATH}` }
  return startFunction({ client, zip: await zipOf('lambda-edge.zip', variables), env: ssm.env })
}

async function originFor(audience: string, bind: Bind): Promise<VerifyingOrigin> {
  const name = `${audience} ${bind}`
  const origin = origins.get(name) ?? (await startVerifyingOrigin({ keys, audience, bind }))
  origins.set(name, origin)
  return origin
}

/** What CloudFront takes from the function for an event. */
async function run(edge: RunningFunction, given: Parameters<typeof eventOf>[0]) {
  const event = eventOf(given)
  const invoked = await edge.invoke(event)
  if (invoked.kind !== 'result') throw new Error(`${JSON.stringify(invoked)}\n${edge.output()}`)
  return takeResult(event, JSON.parse(invoked.text))
}

async function statusOf(edge: RunningFunction): Promise<string> {
  const taken = await run(edge, { event: 'origin-request' })
  return taken.kind === 'response' ? taken.status : 'passed on'
}

const groups = Map.groupBy(cases, ({ settings = 'plain' }) => settings)

describe.each([...groups])('one warm container with the settings "%s" takes one after another', (name, group) => {
  let edge: RunningFunction

  beforeAll(async () => {
    if (missing === undefined) edge = await startEdge(name)
  })

  afterAll(() => edge?.stop())

  test.for(group)('$name', async ({ want, settings, ...given }, { skip }) => {
    skip(missing !== undefined, missing)
    const taken = await run(edge, given)
    if (taken.kind === 'response') return expect(taken.status).toBe(want.status)
    expect(want.status).toBeUndefined()
    const bind = settingsNamed(settings).assertion?.bind ?? 'none'
    const origin = await originFor(want.claims?.aud ?? AUDIENCE, bind)
    const answered = await forwardEvent(taken.request, origin.port)
    const isSealed = want.outcome === 'sealed'
    expect(answered).toMatchObject(isSealed ? { status: 200, text: want.claims?.ip } : { status: 401 })
    expect(JSON.stringify(origin.seen.at(-1)?.claimedLines)).not.toContain('forged')
  })
})

describe('a cold container', () => {
  test.for(EVENTS)('fetches its keys from SSM and seals the first request, a forged %s', async (event, { skip }) => {
    skip(missing !== undefined, missing)
    const edge = await startEdge()
    const headers = { 'x-client-ip-assertion': [{ key: 'X-Client-IP-Assertion', value: 'forged' }] }
    const taken = await run(edge, { event, patch: { request: { headers } } })
    await edge.stop()
    if (taken.kind !== 'request') throw new Error(`answered ${taken.status}`)
    const { port } = await originFor(AUDIENCE, 'none')
    expect(await forwardEvent(taken.request, port)).toEqual({ status: 200, text: PEER })
  })

  test('asks SSM once, and no more while it is warm', async ({ skip }) => {
    skip(missing !== undefined, missing)
    ssm.line.turn('through')
    const edge = await startEdge()
    expect(await statusOf(edge)).toBe('passed on')
    ssm.line.turn('cut')
    const statuses = [await statusOf(edge), await statusOf(edge)]
    const asked = ssm.line.connections()
    ssm.line.turn('through')
    await edge.stop()
    expect({ statuses, asked }).toEqual({ statuses: ['passed on', 'passed on'], asked: 0 })
  })

  test('that cannot reach SSM answers 503, lets nothing pass unsealed, and comes back by itself', async ({ skip }) => {
    skip(missing !== undefined, missing)
    ssm.line.turn('cut')
    const edge = await startEdge()
    const during = await statusOf(edge)
    ssm.line.turn('through')
    let after = during
    for (const end = Date.now() + 20_000; after === '503' && Date.now() < end; ) {
      await sleep(500)
      after = await statusOf(edge)
    }
    await edge.stop()
    expect([during, after]).toEqual(['503', 'passed on'])
    expect(edge.output()).toContain('UNREACHABLE')
  })
})
