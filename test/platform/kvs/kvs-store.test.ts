import './resolve-localhost.ts'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { KvsError } from '../../../src/platform/kvs/error.ts'
import { type KvsWrite, writeKvsValue } from '../../../src/platform/kvs/write-value.ts'
import { ARN, CREDENTIALS, type Failure, type KvsServer, startKvsServer } from './kvs-server.ts'

const SECRET = '{"kid":"a","secret":"5IQ9Ulk0wdo4QJa6sJVmim0b19PnkV6tpgsqGVdd-z8"}'

let server: KvsServer

beforeAll(() => {
  for (const [name, text] of Object.entries(CREDENTIALS)) vi.stubEnv(name, text)
})

afterAll(() => {
  vi.unstubAllEnvs()
})

beforeEach(async () => {
  server = await startKvsServer()
})

afterEach(async () => {
  await server.stop()
})

function write(changes: Partial<KvsWrite> = {}): Promise<void> {
  return writeKvsValue({ store: ARN, name: 'ipseal', text: SECRET, endpoint: server.endpoint, ...changes })
}

async function faultOf(writing: Promise<void>): Promise<KvsError> {
  const error: unknown = await writing.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof KvsError ? error : expect.fail(`no KvsError: ${inspect(error)}`)
}

const listed = () => server.requests.map(({ method, headers }) => [method, headers['if-match']])

describe('a value', () => {
  test('is written for the version of the store that was asked for', async () => {
    await write()
    expect(server.values).toEqual(new Map([['ipseal', SECRET]]))
    expect(server.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'GET', path: `/key-value-stores/${encodeURIComponent(ARN)}`, body: '' },
      {
        method: 'PUT',
        path: `/key-value-stores/${encodeURIComponent(ARN)}/keys/ipseal`,
        body: JSON.stringify({ Value: SECRET }),
      },
    ])
    expect(listed()).toEqual([
      ['GET', undefined],
      ['PUT', 'KV1'],
    ])
  })

  test('is written over what was there', async () => {
    await write({ text: 'old' })
    await write()
    expect(server.values.get('ipseal')).toBe(SECRET)
  })

  test('is written once more if somebody else wrote meanwhile, for the version that is there then', async () => {
    server.plan('pass', 'somebody-writes')
    await write()
    expect(server.values.get('ipseal')).toBe(SECRET)
    expect(listed()).toEqual([
      ['GET', undefined],
      ['PUT', 'KV1'],
      ['GET', undefined],
      ['PUT', 'KV2'],
    ])
  })

  test('is not written a third time', async () => {
    server.plan('pass', 'somebody-writes', 'pass', 'somebody-writes')
    expect((await faultOf(write())).code).toBe('CHANGED_MEANWHILE')
    expect({ values: server.values, requests: server.requests.length }).toEqual({ values: new Map(), requests: 4 })
  })
})

const failures: readonly (Failure & { readonly code: KvsError['code'] })[] = [
  { status: 403, error: 'AccessDeniedException', code: 'ACCESS_DENIED' },
  { status: 404, error: 'ResourceNotFoundException', code: 'STORE_NOT_FOUND' },
  { status: 402, error: 'ServiceQuotaExceededException', code: 'STORE_FULL' },
  { status: 400, error: 'ValidationException', code: 'REFUSED' },
  { status: 400, error: 'SomethingNewException', code: 'REFUSED' },
  { status: 429, error: 'ThrottlingException', code: 'THROTTLED' },
  { status: 429, error: 'TooManyRequestsException', code: 'THROTTLED' },
  { status: 403, error: 'ExpiredTokenException', code: 'BAD_CREDENTIALS' },
  { status: 403, error: 'InvalidSignatureException', code: 'BAD_CREDENTIALS' },
  { status: 500, error: 'InternalServerException', code: 'SERVICE_FAILED' },
  { status: 503, error: 'ServiceUnavailable', code: 'SERVICE_FAILED' },
]

describe('a service that answers', () => {
  test.each(failures)('$status $error is $code, whichever request it meets', async ({ code, ...failure }) => {
    const failing = { ...failure, message: `${failure.error} about ${SECRET}` }
    // The SDK repeats what may pass, so it is told three times.
    server.plan(failing, failing, failing)
    const described = await faultOf(write())
    expect(described.code).toBe(code)
    expect(told(described)).toEqual([])
  })

  test('fails at the write as it does before, and nothing is written', async () => {
    server.plan('pass', { status: 403, error: 'AccessDeniedException', message: SECRET })
    const fault = await faultOf(write())
    const seen = { code: fault.code, values: server.values, told: told(fault) }
    expect(seen).toEqual({ code: 'ACCESS_DENIED', values: new Map(), told: [] })
  })
})

/** What an error tells of the secret, however it is shown. */
function told(error: Error): readonly string[] {
  const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 10, showHidden: true })]
  return shown.filter((text) => text?.includes('5IQ9Ulk0')).map(String)
}

describe('a write that cannot be tried', () => {
  test.each([
    { name: 'a store without its ARN', changes: { store: 'my-store' }, code: 'BAD_ARN' },
    { name: 'the ARN of something else', changes: { store: 'arn:aws:s3:::a-bucket' }, code: 'BAD_ARN' },
    { name: 'no key', changes: { name: '' }, code: 'BAD_KEY_NAME' },
    { name: 'a key that is a path', changes: { name: '../ipseal' }, code: 'BAD_KEY_NAME' },
    { name: 'an endpoint that is no URL', changes: { endpoint: 'localhost:4566' }, code: 'BAD_ENDPOINT' },
    { name: 'an endpoint in the clear', changes: { endpoint: 'http://kvs.example.com' }, code: 'BAD_ENDPOINT' },
  ])('$name is $code', async ({ changes, code }) => {
    expect((await faultOf(write(changes))).code).toBe(code)
    expect(server.requests).toEqual([])
  })

  test('a service that nobody runs is UNREACHABLE', async () => {
    await server.stop()
    const { code, message } = await faultOf(write())
    expect({ code, message }).toEqual({ code: 'UNREACHABLE', message: expect.stringContaining(ARN) })
    server = await startKvsServer()
  })

  test('no credentials are BAD_CREDENTIALS', async () => {
    const home = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' }
    const none = Object.keys(CREDENTIALS).map((name) => [name, ''])
    for (const [name = '', text = ''] of [...Object.entries(home), ...none]) vi.stubEnv(name, text)
    const { code } = await faultOf(write())
    for (const [name, text] of Object.entries(CREDENTIALS)) vi.stubEnv(name, text)
    expect(code).toBe('BAD_CREDENTIALS')
  })
})
