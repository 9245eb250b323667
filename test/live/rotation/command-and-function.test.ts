import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readStoredKeySet } from '../../../src/assertion/stored-key-set.ts'
import { NODE, ROOT, readObject, runCli } from '../../cli/run-cli.ts'
import { privateKeysIn, secretsIn } from '../../platform/rotation/rotations.ts'
import { contentsOf, environment, moto, newStore, turnSwitch, useMoto } from './ssm-rotation.ts'

const run = promisify(execFile)

useMoto()

describe.skipIf('missing' in moto)('the command and the function', () => {
  test('ipseal keys rotate works on a path, and says nothing of a key', async () => {
    const { path, store } = newStore()
    const rotate = (...args: readonly string[]) =>
      runCli(['keys', 'rotate', '--store', `ssm:${path}`, '--json', ...args], { env: environment(path) })
    const first = await rotate()
    const contents = await contentsOf(store)
    const { keys } = readStoredKeySet(contents.get('jwks') ?? '', 'jwks')
    expect({ code: first.code, ...readObject(first.stdout) }).toEqual(
      expect.objectContaining({ code: 0, ok: true, store: `ssm:${path}` }),
    )
    expect(secretsIn(contents).filter((secret) => `${first.stdout}${first.stderr}`.includes(secret))).toEqual([])
    const revoked = await rotate('--revoke', keys[0]?.kid ?? '')
    expect({ code: revoked.code, stderr: revoked.stderr }).toEqual({ code: 0, stderr: '' })
    expect(privateKeysIn(await contentsOf(store))).not.toEqual(privateKeysIn(contents))
    turnSwitch('cut')
    const away = await rotate()
    turnSwitch('through')
    expect({ code: away.code, stderr: away.stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('UNREACHABLE'),
    })
  })

  test('functions/rotate-keys.ts rotates on a schedule, logs one line, and fails loudly', async () => {
    const { path, store } = newStore()
    const invoke = () => {
      const event = JSON.stringify({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} })
      const script = `const { handler } = await import('./functions/rotate-keys.ts')
        await handler(${event}, { getRemainingTimeInMillis: () => 60_000 })`
      const env = { PATH: process.env.PATH ?? '', ...environment(path) }
      return run(NODE, ['--input-type=module', '--eval', script], { cwd: ROOT, env })
    }
    const { stdout } = await invoke()
    expect(stdout.trim().split('\n').map(readObject)).toEqual([
      expect.objectContaining({ level: 30, msg: 'keys rotated', store: `ssm:${path}` }),
    ])
    const contents = await contentsOf(store)
    expect(secretsIn(contents).filter((secret) => stdout.includes(secret))).toEqual([])
    expect(privateKeysIn(contents).length).toBe(1)
    turnSwitch('cut')
    const failure: unknown = await invoke().catch((error: unknown) => error)
    turnSwitch('through')
    expect(failure).toEqual(expect.objectContaining({ code: 1, stdout: expect.stringContaining('"level":50') }))
  })
})
