import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openSsmListStore } from '../../../src/platform/list-stores/ssm-list-store.ts'
import { createSsmClient, type SsmParameter } from '../../../src/platform/stores/ssm-client.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'
import { refusal, type SsmAnswer, type SsmRequest, startFaultServer, success } from './fault-server.ts'
import { makePath, motoSettings } from './moto-lists.ts'
import { useMoto } from './moto-stores.ts'

const moto = await useMoto()
const SECONDS = () => AbortSignal.timeout(30_000)
const CREDENTIALS = { accessKeyId: 'none', secretAccessKey: 'none' }

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((caught: unknown) => caught)
  if (error instanceof StoreError) return error.code
  throw new Error('no StoreError', { cause: error })
}

describe.skipIf(moto.missing !== undefined)('a list in Parameter Store', () => {
  let sdk: SSMClient
  beforeAll(() => {
    sdk = new SSMClient(motoSettings(moto))
  })

  function openPath() {
    const open = makePath(moto)
    const path = `${open().name.slice('ssm:'.length)}/bunny`
    const names = async (): Promise<readonly string[]> => {
      const client = createSsmClient(motoSettings(moto))
      const parameters: SsmParameter[] = []
      for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
        const page = await client.readPage(path, next, SECONDS())
        parameters.push(...page.parameters)
        next = page.next
      }
      return parameters.map(({ name }) => name.slice(path.length + 1)).toSorted()
    }
    const put = (name: string, Value: string) =>
      sdk.send(new PutParameterCommand({ Name: `${path}/${name}`, Value, Type: 'String', Overwrite: true }))
    return { store: open(), path, names, put }
  }

  test('leaves nothing of what it replaces, and is cut where a standard parameter ends', async () => {
    const { store, names } = openPath()
    const lengths: number[] = []
    for (const length of [4096, 4097, 12_289, 1]) {
      await store.write('bunny', 'x'.repeat(length), SECONDS())
      lengths.push((await names()).length)
    }
    expect(lengths).toEqual([2, 3, 5, 2])
  })

  test('of the most that it takes is written, and of a byte more is not even begun', async () => {
    const { store, names } = openPath()
    const most = 'x'.repeat(64 * 4096)
    await store.write('bunny', most, SECONDS())
    expect(await codeOf(store.write('bunny', `${most}x`, SECONDS()))).toBe('TOO_LARGE')
    expect(await store.read(['bunny'], SECONDS())).toEqual(new Map([['bunny', most]]))
    expect(await names()).toHaveLength(65)
  })

  test('whose writer ended before the head is still the old one', async () => {
    const { store, put } = openPath()
    await store.write('bunny', 'old', SECONDS())
    await put('00000000-0000-4000-8000-000000000000/0', 'new')
    expect(await store.read(['bunny'], SECONDS())).toEqual(new Map([['bunny', 'old']]))
  })

  test('that has chunks and no head is none', async () => {
    const { store, put } = openPath()
    await put('00000000-0000-4000-8000-000000000000/0', 'new')
    expect(await store.read(['bunny'], SECONDS())).toEqual(new Map())
  })

  test.each([
    { name: 'a chunk that somebody changed', change: (chunk: string) => [chunk, 'y'] },
    { name: 'a head that somebody changed', change: () => ['head', '{"v":1}'] },
    { name: 'a chunk that somebody removed', change: (chunk: string) => [chunk, undefined] },
  ])('with $name is told as such, and can be written again', async ({ change }) => {
    const { store, path, names, put } = openPath()
    await store.write('bunny', 'x'.repeat(5000), SECONDS())
    const chunk = (await names()).find((name) => name.endsWith('/1')) ?? ''
    const [name = '', value] = change(chunk)
    await (value === undefined ? sdk.send(new DeleteParameterCommand({ Name: `${path}/${name}` })) : put(name, value))
    const told = { code: 'HALF_WRITTEN', path: `ssm:${path}/head` }
    await expect(store.read(['bunny'], SECONDS())).rejects.toMatchObject(told)
    await makePathless(path).write('bunny', 'anew', SECONDS())
    expect(await store.read(['bunny'], SECONDS())).toEqual(new Map([['bunny', 'anew']]))
  })

  /** Opened by somebody who has read nothing. */
  function makePathless(path: string) {
    return openSsmListStore(path.replace(/\/bunny$/, ''), { ...motoSettings(moto), pauseMilliseconds: 1 })
  }
})

type Stored = { readonly Name: string; readonly Value: string; readonly LastModifiedDate: number }

/** Plays Parameter Store for one list, until `fail` answers something else. */
function parameterStore(stored: readonly Stored[], fail: (request: SsmRequest) => SsmAnswer | undefined) {
  const parameters = new Map(stored.map((parameter) => [parameter.Name, parameter]))
  return (request: SsmRequest): SsmAnswer => {
    const answer = fail(request)
    if (answer !== undefined) return answer
    const { action, input } = request
    if (action === 'GetParametersByPath') {
      return success({ Parameters: [...parameters.values()].map((parameter) => ({ ...parameter, Version: 1 })) })
    }
    if (action === 'DeleteParameters') {
      for (const name of Array.isArray(input.Names) ? input.Names : []) parameters.delete(String(name))
      return success({ DeletedParameters: input.Names })
    }
    const Name = String(input.Name)
    parameters.set(Name, { Name, Value: String(input.Value), LastModifiedDate: NOW })
    return success({ Version: 1 })
  }
}

const NOW = 1_795_262_400

async function storeThatGets(answer: (request: SsmRequest) => SsmAnswer, reference = '/lists') {
  const { port, requests, stop } = await startFaultServer(answer)
  onTestFinished(stop)
  const settings = { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials: CREDENTIALS }
  return { store: openSsmListStore(reference, { ...settings, pauseMilliseconds: 1 }), requests }
}

describe('what is asked of Parameter Store for a list', () => {
  test('is that chunks are written first and the head last, encrypted only where a key is named', async () => {
    const kinds = [
      { reference: '/lists', kind: { Type: 'String' } },
      { reference: '/lists?kms=alias/ipseal', kind: { Type: 'SecureString', KeyId: 'alias/ipseal' } },
    ]
    for (const { reference, kind } of kinds) {
      const { store, requests } = await storeThatGets(
        parameterStore([], () => undefined),
        reference,
      )
      await store.write('list:partners', 'x'.repeat(5000), SECONDS())
      const writes = requests.filter(({ action }) => action === 'PutParameter').map(({ input }) => input)
      const chunk = (i: number): unknown =>
        expect.stringMatching(new RegExp(`^/lists/list\\.partners/[0-9a-f-]{36}/${i}$`))
      expect(writes.map(({ Name }) => Name)).toEqual([chunk(0), chunk(1), '/lists/list.partners/head'])
      for (const write of writes) expect(write).toMatchObject({ Tier: 'Intelligent-Tiering', ...kind })
    }
  })

  test('is that what others left a quarter of an hour ago is removed, and what they are writing is not', async () => {
    const left = (name: string, seconds: number): Stored => {
      return { Name: `/lists/bunny/${name}/0`, Value: 'x', LastModifiedDate: NOW - seconds }
    }
    const { store, requests } = await storeThatGets(parameterStore([left('0a', 901), left('0b', 899)], () => undefined))
    await store.write('bunny', 'text', SECONDS())
    const removed = requests.filter(({ action }) => action === 'DeleteParameters').map(({ input }) => input.Names)
    expect(removed).toEqual([['/lists/bunny/0a/0']])
  })

  test.each([
    { name: 'AccessDeniedException', want: 'ACCESS_DENIED' },
    { name: 'ThrottlingException', want: undefined },
  ])(
    'is written though old chunks cannot be removed, which is told only if it lasts: $name',
    async ({ name, want }) => {
      const old = { Name: '/lists/bunny/0a/0', Value: 'x', LastModifiedDate: NOW - 10_000 }
      const fail = ({ action }: SsmRequest) => (action === 'DeleteParameters' ? refusal(name) : undefined)
      const { store, requests } = await storeThatGets(parameterStore([old], fail))
      const told = await store.write('bunny', 'text', SECONDS()).catch((error: unknown) => error)
      expect(told instanceof StoreError ? told.code : told).toBe(want)
      expect(requests.filter(({ input }) => input.Name === '/lists/bunny/head')).toHaveLength(1)
    },
  )

  test.each([
    { name: 'ThrottlingException', want: 'THROTTLED' },
    { name: 'AccessDeniedException', want: 'ACCESS_DENIED' },
    { name: 'ExpiredTokenException', want: 'BAD_CREDENTIALS' },
  ])('is told as it fails, and then no head is written: $name', async ({ name, want }) => {
    const fail = ({ action }: SsmRequest) => (action === 'PutParameter' ? refusal(name) : undefined)
    const { store, requests } = await storeThatGets(parameterStore([], fail))
    await expect(store.write('bunny', 'text', SECONDS())).rejects.toMatchObject({ code: want })
    expect(requests.filter(({ input }) => input.Name === '/lists/bunny/head')).toEqual([])
  })

  test.each(['hang', 'stall', 'cut'] as const)('is given up where nothing comes: %s', async (answer) => {
    const { store } = await storeThatGets(() => answer)
    expect(await codeOf(store.read(['bunny'], AbortSignal.timeout(300)))).toBe('UNREACHABLE')
    expect(await codeOf(store.write('bunny', 'text', AbortSignal.timeout(300)))).toBe('UNREACHABLE')
  })
})
