import { afterAll, beforeAll, expect, test } from 'vitest'
import { importKeySet } from '../../../src/assertion/key-set.ts'
import { readStoredKeySet } from '../../../src/assertion/stored-key-set.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { originAt, settingsWith } from '../../edge/edge-under-test.ts'
import { eventOf } from '../../platform/lambda/event-vectors.ts'
import { chooseClient } from './choose-client.ts'
import { resultOf } from './result-of.ts'
import { type LiveSsm, missing, startSsm, writeKeys } from './ssm-under-test.ts'
import { startFunction, zipOf } from './start-function.ts'
import { startVerifyingOrigin } from './verifying-origin.ts'

const { client } = await chooseClient('keys in SSM')

const PEER = '198.51.100.7'
const PATH = '/ipseal/rotated'
/** So often that the key of the test, which nobody has dated, is due. */
const SCHEDULE = { every: '90d' }

let ssm: LiveSsm

beforeAll(async () => {
  if (missing === undefined) ssm = await startSsm()
})

afterAll(() => ssm?.stop())

test('rotate-keys.zip publishes the next key, has nothing to do when it runs again, and shows nobody a key', async ({
  skip,
}) => {
  skip(missing !== undefined, missing)
  const store = ssm.open(PATH)
  await writeKeys(store, {})
  const rotation = await startFunction({
    client,
    zip: await zipOf('rotate-keys.zip'),
    env: { ...ssm.env, IPSEAL_KEYS: `ssm:${PATH}` },
  })
  const runs = [await rotation.invoke(SCHEDULE), await rotation.invoke(SCHEDULE)]
  const output = rotation.output()
  const { records } = rotation
  await rotation.stop()
  expect(runs).toEqual([
    { kind: 'result', text: 'null' },
    { kind: 'result', text: 'null' },
  ])
  const contents = await store.load(AbortSignal.timeout(10_000))
  const { keys } = readStoredKeySet(contents.get('jwks') ?? '', 'jwks')
  expect(keys.map(({ kid }) => kid)).toContain('live')
  expect(keys).toHaveLength(2)
  expect(records).toMatchObject([{ msg: 'keys rotated' }, { msg: 'keys rotated', steps: [] }])
  for (const [name, text] of contents) {
    // Sound: the store holds private JWKs under these names.
    if (name.startsWith('keys/')) expect(output).not.toContain((JSON.parse(text) as { readonly d: string }).d)
  }
})

test('lambda.zip has settings, keys and secrets from SSM, and signs on with what it has while SSM is away', async ({
  skip,
}) => {
  skip(missing !== undefined, missing)
  const store = ssm.open('/ipseal/all')
  const origin = await startVerifyingOrigin({ keys: await importKeySet(await writeKeys(store, {})) })
  const settings = await stampSettings(settingsWith({ origins: [originAt(origin.url)] }))
  await store.create('settings', JSON.stringify(settings))
  const env = { ...ssm.env, IPSEAL_KEYS: 'ssm:/ipseal/all' }
  const lambda = await startFunction({ client, zip: await zipOf('lambda.zip'), env })
  const event = eventOf({ event: 'http-api' })
  const first = resultOf(await lambda.invoke(event))
  ssm.line.turn('cut')
  const second = resultOf(await lambda.invoke(event))
  ssm.line.turn('through')
  await lambda.stop()
  await origin.stop()
  expect([first, second]).toMatchObject([
    { statusCode: 200, body: PEER },
    { statusCode: 200, body: PEER },
  ])
})

test('rotate-keys.zip without a store fails, so that an alarm can tell', async () => {
  const rotation = await startFunction({ client, zip: await zipOf('rotate-keys.zip') })
  const run = await rotation.invoke(SCHEDULE)
  await rotation.stop()
  expect(run).toMatchObject({ kind: 'error', text: expect.stringContaining('BAD_REFERENCE') })
})
