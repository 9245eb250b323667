import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openS3ListStore } from '../../../src/platform/list-stores/s3-list-store.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'
import vectors from '../../vectors/s3-faults.json' with { type: 'json' }
import { type HttpAnswer, type HttpRequest, startAnsweringServer } from './answering-server.ts'

const CREDENTIALS = { accessKeyId: 'none', secretAccessKey: 'none' }
const SECONDS = () => AbortSignal.timeout(20_000)

async function storeThatGets(answer: (request: HttpRequest) => HttpAnswer) {
  const { port, requests, stop } = await startAnsweringServer(answer)
  onTestFinished(stop)
  const settings = { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials: CREDENTIALS }
  return { store: openS3ListStore('//ipseal-lists/prod', settings), requests }
}

function refusal(status: number, code: string): HttpAnswer {
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>hush</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, text }
}

const object = (text: string, etag = '"e1"'): HttpAnswer => ({ status: 200, headers: { etag }, text })

async function faultOf(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.catch((caught: unknown) => caught)
  if (error instanceof StoreError) return error
  throw new Error('no StoreError', { cause: error })
}

describe('what S3 answers is told as what it means', () => {
  test.each(vectors.faults)('$want for $name', async ({ method, status, code, want, requests: count, says }) => {
    const { store, requests } = await storeThatGets(() => refusal(status, code))
    const work = method === 'GET' ? store.read(['fastly'], SECONDS()) : store.write('fastly', '{}', SECONDS())
    const fault = await faultOf(work)
    expect([fault.code, fault.path, requests.length]).toEqual([want, 's3://ipseal-lists/prod/fastly.json', count])
    expect(fault.message).toContain(says)
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toContain('hush')
  })

  test.each([
    { name: 'no answer', answer: 'hang' as const },
    { name: 'half a list', answer: { stalls: '{"v":1,', headers: { etag: '"e1"' } } },
  ])('UNREACHABLE for $name, when the time is up and also when nobody sets a time', async ({ answer }) => {
    const signals = [AbortSignal.timeout(300), new AbortController().signal]
    const works = signals.map(async (signal) => {
      const { store } = await storeThatGets(() => answer)
      return (await faultOf(store.read(['fastly'], signal))).code
    })
    expect(await Promise.all(works)).toEqual(['UNREACHABLE', 'UNREACHABLE'])
  })

  test('UNREACHABLE for a list that breaks off', async () => {
    const { store } = await storeThatGets(() => ({ breaks: '{"v":1,', headers: { etag: '"e1"' } }))
    expect((await faultOf(store.read(['fastly'], SECONDS()))).code).toBe('UNREACHABLE')
  })

  test('UNREACHABLE for a connection that is cut, after it was tried three times', async () => {
    const { store, requests } = await storeThatGets(() => 'cut')
    expect([(await faultOf(store.write('fastly', '{}', SECONDS()))).code, requests.length]).toEqual(['UNREACHABLE', 3])
  })

  test.each([
    { name: 'an answer without an ETag', status: 200, want: 'BAD_ANSWER' },
    { name: 'the page of a proxy that finds nobody', status: 502, want: 'UNREACHABLE' },
    { name: 'the page of something that knows no such list', status: 404, want: 'UNREACHABLE' },
  ])('$want for $name', async ({ status, want }) => {
    const { store } = await storeThatGets(() => ({ status, text: '<html><p>hush</html>' }))
    expect((await faultOf(store.read(['fastly'], SECONDS()))).code).toBe(want)
  })

  test('TOO_LARGE for an object that is no list', async () => {
    const { store } = await storeThatGets(() => object('x'.repeat(1024 * 1024 + 1)))
    expect((await faultOf(store.read(['fastly'], SECONDS()))).code).toBe('TOO_LARGE')
  })

  test('BAD_REFERENCE where nothing names a region', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const fault = await faultOf(openS3ListStore('//ipseal-lists', { credentials: CREDENTIALS }).read(['a'], SECONDS()))
    expect(fault).toMatchObject({ code: 'BAD_REFERENCE', nextStep: expect.stringContaining('AWS_REGION') })
  })

  test('BAD_CREDENTIALS where there are none', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']) {
      vi.stubEnv(name, undefined)
    }
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const store = openS3ListStore('//ipseal-lists?region=us-east-1', { endpoint: 'http://127.0.0.1:9' })
    expect((await faultOf(store.read(['a'], SECONDS()))).code).toBe('BAD_CREDENTIALS')
  })
})

describe('a list in S3', () => {
  test('is written as what it is, on the condition that it is still what was read', async () => {
    const { store, requests } = await storeThatGets(({ method }) => object(method === 'GET' ? '{"v":1}' : ''))
    await store.write('fastly', '{}', SECONDS())
    await store.read(['cloudflare'], SECONDS())
    await store.write('cloudflare', 'a.b.c', SECONDS())
    const puts = requests.filter(({ method }) => method === 'PUT').map(({ url, headers }) => [url, headers])
    expect(puts).toEqual([
      [
        expect.stringMatching(/^\/ipseal-lists\/prod\/fastly\.json\?/),
        expect.not.objectContaining({ 'if-match': '"e1"' }),
      ],
      [
        expect.stringMatching(/^\/ipseal-lists\/prod\/cloudflare\.json\?/),
        expect.objectContaining({ 'if-match': '"e1"', 'content-type': 'application/jose' }),
      ],
    ])
  })

  test('that another has written since is left, and what the SDK wrote twice is one write', async () => {
    const outcomes = [
      { now: 'theirs', want: 'CHANGED_MEANWHILE' },
      { now: 'ours', want: undefined },
    ]
    for (const { now, want } of outcomes) {
      const gets = [object('before'), object(now, '"e2"')]
      const answer = ({ method }: HttpRequest) =>
        method === 'GET' ? (gets.shift() ?? 'hang') : refusal(412, 'PreconditionFailed')
      const { store } = await storeThatGets(answer)
      await store.read(['fastly'], SECONDS())
      const told = await store.write('fastly', 'ours', SECONDS()).catch((error: unknown) => error)
      expect(told instanceof StoreError ? told.code : told).toBe(want)
    }
  })
})
