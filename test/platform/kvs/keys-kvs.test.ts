import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testKeys } from '../../assertion/vectors.ts'
import { makeFolder, ROOT, readObject, runCli, SPAWN_TIMEOUT } from '../../cli/run-cli.ts'
import { value } from '../../cloudfront-function/cases.ts'
import { ARN, CREDENTIALS, type KvsServer, startKvsServer } from './kvs-server.ts'

const { hs256, es256 } = testKeys
const FILES = { 'secret.json': JSON.stringify(hs256), 'private.json': JSON.stringify(es256) }

let server: KvsServer

beforeEach(async () => {
  server = await startKvsServer()
})

afterEach(async () => {
  await server.stop()
})

function keysKvs(changes: Readonly<Record<string, string>> = {}, more: readonly string[] = []) {
  const options = {
    store: ARN,
    key: 'secret.json',
    iss: value.iss,
    aud: value.aud,
    endpoint: server.endpoint,
    ...changes,
  }
  const args = Object.entries(options).flatMap(([name, text]) => [`--${name}`, text])
  const localhost = pathToFileURL(join(ROOT, 'test/platform/kvs/resolve-localhost.ts')).href
  return runCli(['keys', 'kvs', ...args, ...more], {
    cwd: makeFolder(FILES),
    env: CREDENTIALS,
    nodeArgs: ['--import', localhost],
    stdin: FILES['secret.json'],
  })
}

describe('ipseal keys kvs', SPAWN_TIMEOUT, () => {
  test('writes what the function reads, and prints the kid alone', async () => {
    const { code, stdout, stderr } = await keysKvs()
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'test-hs256\n',
      stderr: expect.stringMatching(/^hint: /),
    })
    expect(server.values).toEqual(new Map([['ipseal', JSON.stringify(value)]]))
  })

  test('takes the secret from standard input, and another key of the store', async () => {
    const { code, stdout } = await keysKvs({ key: '-', name: 'ipseal-next' }, ['--json'])
    expect({ code, answer: readObject(stdout) }).toEqual({
      code: 0,
      answer: { ok: true, store: ARN, name: 'ipseal-next', keyId: 'test-hs256' },
    })
    expect([...server.values.keys()]).toEqual(['ipseal-next'])
  })

  test.each([
    { name: 'a name instead of an ARN', changes: { store: 'my-store' }, code: 2, want: /^ipseal: --store: BAD_ARN/ },
    {
      name: 'an issuer in the clear',
      changes: { iss: 'http://e.example' },
      code: 2,
      want: /^ipseal: --iss: BAD_ISSUER/,
    },
    { name: 'no audience', changes: { aud: '' }, code: 2, want: /^ipseal: --aud: BAD_AUDIENCE/ },
    { name: 'a key with spaces', changes: { name: 'ip seal' }, code: 2, want: /^ipseal: --name: BAD_KEY_NAME/ },
    {
      name: 'an endpoint in the clear',
      changes: { endpoint: 'http://192.0.2.1' },
      code: 2,
      want: /--endpoint: BAD_ENDPOINT/,
    },
    { name: 'a key that is no secret', changes: { key: 'private.json' }, code: 3, want: /^ipseal: NOT_A_SECRET/ },
    { name: 'a file that is not there', changes: { key: 'none.json' }, code: 3, want: /^ipseal: ENOENT at none.json/ },
  ])('refuses $name, exit $code, and asks nobody', async ({ changes, code, want }) => {
    const run = await keysKvs(changes, ['--json'])
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code, stderr: expect.stringMatching(want) })
    expect(readObject(run.stdout).ok).toBe(false)
    expect({ requests: server.requests, told: tells(run.stdout + run.stderr) }).toEqual({ requests: [], told: false })
  })

  test('tells what the service refuses, exit 3, and none of the secret', async () => {
    server.plan('pass', { status: 403, error: 'AccessDeniedException', message: `not allowed: ${hs256.k}` })
    const { code, stdout, stderr } = await keysKvs({}, ['--json'])
    expect({ code, told: tells(stdout + stderr) }).toEqual({ code: 3, told: false })
    expect(readObject(stdout).error).toMatchObject({ code: 'ACCESS_DENIED' })
  })
})

function tells(text: string): boolean {
  return [hs256.k, es256.d].some((secret) => text.includes(secret?.slice(0, 8) ?? ''))
}
