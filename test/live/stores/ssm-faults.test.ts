import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openSsmStore } from '../../../src/platform/stores/ssm-store.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'
import vectors from '../../vectors/ssm-faults.json' with { type: 'json' }
import { refusal, type SsmAnswer, type SsmRequest, startFaultServer, success } from './fault-server.ts'

const CREDENTIALS = { accessKeyId: 'none', secretAccessKey: 'none' }

async function storeThatGets(answer: (request: SsmRequest) => SsmAnswer, reference = '/ipseal/test') {
  const { port, requests, stop } = await startFaultServer(answer)
  onTestFinished(stop)
  const settings = { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials: CREDENTIALS }
  return { store: openSsmStore(reference, settings), requests }
}

/** Answers to the writing and reading of one parameter, by action, given one after another. */
function script(answers: Readonly<Record<string, SsmAnswer[]>>): (request: SsmRequest) => SsmAnswer {
  return ({ action }) => answers[action]?.shift() ?? refusal('ValidationException', `unexpected ${action}`)
}

const parameter = (Value: string, Version: number): SsmAnswer =>
  success({ Parameter: { Name: '/ipseal/test/jwks', Value, Version } })

async function faultOf(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.catch((caught: unknown) => caught)
  if (error instanceof StoreError) return error
  throw new Error('no StoreError', { cause: error })
}

describe('what Parameter Store answers is told as what it means', () => {
  test.each(vectors.faults)('$want for $name', async ({ status, text, want, requests: count, says }) => {
    const { store, requests } = await storeThatGets(() => ({ status, text }))
    const fault = await faultOf(store.load(AbortSignal.timeout(20_000)))
    expect([fault.code, fault.path, requests.length]).toEqual([want, 'ssm:/ipseal/test', count])
    expect(fault.message).toContain(says)
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toMatch(/hush|123456789012/)
  })

  test('UNREACHABLE for no answer, or the beginning of one, when the time is up and also when nobody sets a time', async () => {
    const signals = [AbortSignal.timeout(300), new AbortController().signal]
    const works = signals.flatMap((signal) =>
      (['hang', 'stall'] as const).map(async (answer) => {
        const { store } = await storeThatGets(() => answer)
        return (await faultOf(store.load(signal))).code
      }),
    )
    expect(await Promise.all(works)).toEqual(Array(4).fill('UNREACHABLE'))
  })

  test('UNREACHABLE for a connection that is cut, after it was tried three times', async () => {
    const { store, requests } = await storeThatGets(() => 'cut')
    expect([(await faultOf(store.load(AbortSignal.timeout(20_000)))).code, requests.length]).toEqual(['UNREACHABLE', 3])
  })

  test('nothing for throttling that passes', async () => {
    const answers = [refusal('ThrottlingException'), success({ Parameters: [] })]
    const { store, requests } = await storeThatGets(() => answers[requests.length - 1] ?? 'hang')
    expect([await store.load(AbortSignal.timeout(20_000)), requests.length]).toEqual([new Map(), 2])
  })

  test('BAD_REFERENCE where nothing names a region', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const store = openSsmStore('/ipseal/test', { credentials: CREDENTIALS })
    const fault = await faultOf(store.load(AbortSignal.timeout(20_000)))
    expect(fault).toMatchObject({ code: 'BAD_REFERENCE', nextStep: expect.stringContaining('AWS_REGION') })
  })
})

describe('what is asked', () => {
  test('is everything under the path, decrypted, page after page', async () => {
    const pages = [success({ Parameters: [], NextToken: 'two' }), success({ Parameters: [] })]
    const { store, requests } = await storeThatGets(() => pages[requests.length - 1] ?? 'hang')
    await store.load(AbortSignal.timeout(20_000))
    const input = { Path: '/ipseal/test', Recursive: true, WithDecryption: true, MaxResults: 10 }
    expect(requests).toEqual([
      { action: 'GetParametersByPath', input },
      { action: 'GetParametersByPath', input: { ...input, NextToken: 'two' } },
    ])
  })

  test.each([
    { name: 'jwks', reference: '/ipseal/test', kind: { Type: 'String' } },
    { name: 'settings', reference: '/ipseal/test?kms=alias/ipseal', kind: { Type: 'String' } },
    { name: 'keys/a', reference: '/ipseal/test', kind: { Type: 'SecureString' } },
    {
      name: 'secrets/a',
      reference: '/ipseal/test?kms=alias/ipseal',
      kind: { Type: 'SecureString', KeyId: 'alias/ipseal' },
    },
  ])('of $name is to be written as $kind.Type', async ({ name, reference, kind }) => {
    const answers = { PutParameter: [success({ Version: 1 })], GetParameter: [parameter('text', 1)] }
    const { store, requests } = await storeThatGets(script(answers), reference)
    await store.create(name, 'text')
    const Name = `/ipseal/test/${name}`
    expect(requests).toEqual([
      {
        action: 'PutParameter',
        input: { Name, Value: 'text', Overwrite: false, Tier: 'Intelligent-Tiering', ...kind },
      },
      { action: 'GetParameter', input: { Name: `${Name}:1`, WithDecryption: true } },
    ])
  })
})

describe('a write', () => {
  test('of more than an advanced parameter holds is not even asked for', async () => {
    const { store, requests } = await storeThatGets(() => 'hang')
    const fault = await faultOf(store.create('settings', 'ü'.repeat(4097)))
    expect([fault.code, fault.message.includes('8194 bytes'), requests.length]).toEqual(['TOO_LARGE', true, 0])
  })

  test('to a name that is none is not even asked for', async () => {
    const { store, requests } = await storeThatGets(() => 'hang')
    for (const work of [store.create('a', ''), store.replace('keys/../b', '', 'x'), store.remove('')]) {
      expect((await faultOf(work)).code).toBe('BAD_NAME')
    }
    expect(requests).toEqual([])
  })

  test('without the right to encrypt says so', async () => {
    const message = 'User: x is not authorized to perform: kms:Encrypt on resource: y'
    const { store } = await storeThatGets(() => refusal('AccessDeniedException', message))
    const fault = await faultOf(store.create('keys/a', 'hush'))
    expect(fault.code).toBe('ACCESS_DENIED')
    expect(fault.message).toContain('needs ssm:PutParameter, and kms:Encrypt on the KMS key that encrypts it')
    expect(fault.message).toContain('no kms:Encrypt')
  })

  test('whose version is gone when it is read back is not taken for done', async () => {
    const answers = { PutParameter: [success({ Version: 1 })], GetParameter: [refusal('ParameterVersionNotFound')] }
    const { store } = await storeThatGets(script(answers))
    expect((await faultOf(store.create('keys/a', 'x'))).code).toBe('VERSION_NOT_FOUND')
  })

  test('whose version has another text when it is read back is not taken for done', async () => {
    const answers = { PutParameter: [success({ Version: 1 })], GetParameter: [parameter('another', 1)] }
    const { store } = await storeThatGets(script(answers))
    expect((await faultOf(store.create('keys/a', 'x'))).code).toBe('CHANGED_MEANWHILE')
  })

  test('that came after the write of another puts back what that one wrote', async () => {
    const { store, requests } = await storeThatGets(
      script({
        GetParameter: [parameter('old', 4), parameter('theirs', 5)],
        PutParameter: [success({ Version: 6 }), success({ Version: 7 })],
      }),
    )
    expect((await faultOf(store.replace('jwks', 'ours', 'old'))).code).toBe('CHANGED_MEANWHILE')
    expect(requests.map(({ action, input }) => [action, input.Value ?? input.Name])).toEqual([
      ['GetParameter', '/ipseal/test/jwks'],
      ['PutParameter', 'ours'],
      ['GetParameter', '/ipseal/test/jwks:5'],
      ['PutParameter', 'theirs'],
    ])
  })

  test('that came second puts back more than once where that fails, and says so where it goes on failing', async () => {
    const denied = refusal('AccessDeniedException')
    const outcomes = [
      { PutParameter: [success({ Version: 6 }), denied, success({ Version: 7 })], want: 'CHANGED_MEANWHILE' },
      { PutParameter: [success({ Version: 6 }), denied, denied, denied], want: 'NOT_PUT_BACK' },
    ]
    for (const { PutParameter, want } of outcomes) {
      const { store } = await storeThatGets(
        script({ GetParameter: [parameter('old', 4), parameter('theirs', 5)], PutParameter }),
      )
      expect((await faultOf(store.replace('jwks', 'ours', 'old'))).code).toBe(want)
    }
  })

  test('that the SDK had to repeat is one write', async () => {
    const { store } = await storeThatGets(
      script({
        GetParameter: [parameter('old', 4), parameter('ours', 5), parameter('ours', 6)],
        PutParameter: [{ status: 500, text: '{"__type":"InternalServerError"}' }, success({ Version: 6 })],
      }),
    )
    await expect(store.replace('jwks', 'ours', 'old')).resolves.toBeUndefined()
  })

  test('of something that another has written since is refused', async () => {
    const { store } = await storeThatGets(
      script({ GetParameter: [refusal('ParameterNotFound')], PutParameter: [refusal('ParameterAlreadyExists')] }),
    )
    expect((await faultOf(store.replace('jwks', 'ours', 'old'))).code).toBe('CHANGED_MEANWHILE')
    expect((await faultOf(store.replace('jwks', 'ours', undefined))).code).toBe('CHANGED_MEANWHILE')
  })
})
