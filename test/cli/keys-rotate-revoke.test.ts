import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KEY_HOLDERS } from '../../src/cli/key-holders.ts'
import keys from '../vectors/assertion-keys.json' with { type: 'json' }
import { filesIn, rotate, statesOf } from './rotate-folder.ts'
import { makeFolder, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

describe('ipseal keys rotate --revoke', SPAWN_TIMEOUT, () => {
  test('drops a key at once, puts another in its place, and names who still holds it', async () => {
    const folder = makeFolder()
    await rotate(folder)
    const [name = ''] = readdirSync(join(folder, 'keys'))
    const run = await rotate(folder, '--revoke', name)
    expect({ code: run.code, states: statesOf(run) }).toEqual({ code: 0, states: ['current'] })
    expect(run.stdout).toContain(`took ${name} out of the set\ndeleted the private key ${name}\n`)
    for (const { holder, forSeconds, release } of KEY_HOLDERS) {
      const time = forSeconds === undefined ? '' : `, up to ${forSeconds} s`
      expect(run.stdout).toContain(`\n  ${holder}${time}: ${release}\n`)
    }
    expect(filesIn(folder).jwks).not.toContain(`"kid":"${name}"`)
    const names = readdirSync(join(folder, 'keys'))
    expect({ count: names.length, isOther: !names.includes(name) }).toEqual({ count: 1, isOther: true })
  })

  test('run twice changes nothing more', async () => {
    const folder = makeFolder()
    await rotate(folder)
    const [name = ''] = readdirSync(join(folder, 'keys'))
    await rotate(folder, '--revoke', name)
    const files = filesIn(folder)
    const { code, stdout } = await rotate(folder, '--revoke', name, '--json')
    expect({ code, ...readObject(stdout) }).toEqual(
      expect.objectContaining({ code: 0, ok: true, steps: [], holders: JSON.parse(JSON.stringify(KEY_HOLDERS)) }),
    )
    expect(filesIn(folder)).toEqual(files)
  })

  test('of a name that no key has is refused, exit 1', async () => {
    const folder = makeFolder()
    await rotate(folder)
    const run = await rotate(folder, '--revoke', 'nobody')
    expect({ code: run.code, states: statesOf(run) }).toEqual({ code: 1, states: ['current'] })
    expect(run.stdout).toMatch(/^refused: no key of this store is called nobody\n/)
    const { code, stdout } = await rotate(folder, '--revoke', 'nobody', '--json')
    expect({ code, ...readObject(stdout) }).toEqual(
      expect.objectContaining({ code: 1, ok: false, reason: 'unknown-key', keyId: 'nobody' }),
    )
  })
})

describe('ipseal keys rotate refuses', SPAWN_TIMEOUT, () => {
  test.each([
    { name: 'no store', args: [], code: 2, want: "required option '--store <reference>'" },
    { name: 'a store of no kind', args: ['--store', 'keys'], code: 2, want: '--store: BAD_REFERENCE' },
    { name: 'a folder that is not there', args: ['--store', 'file:absent'], code: 3, want: 'NOT_FOUND' },
    {
      name: 'a period that is none',
      args: ['--store', 'file:.', '--every', '90'],
      code: 2,
      want: '--every is a number',
    },
    {
      name: 'a period that is too short to keep',
      args: ['--store', 'file:.', '--every', '96m'],
      code: 2,
      want: '--every: a rotation takes 5820 s',
    },
    {
      name: 'a cache that no verifier has',
      args: ['--store', 'file:.', '--verifier-cache', '0'],
      code: 2,
      want: '--verifier-cache: the longest verifier cache is 600 to 604800',
    },
    {
      name: 'a cache in another unit',
      args: ['--store', 'file:.', '--verifier-cache', '30m'],
      code: 2,
      want: '--verifier-cache must be a whole number',
    },
    {
      name: 'a key among the arguments',
      args: ['--store', 'file:.', '--now-because', JSON.stringify(keys.es256)],
      code: 2,
      want: 'argument 6 holds a key',
    },
  ])('$name, exit $code', async ({ args, code, want }) => {
    const cwd = makeFolder()
    const run = await runCli(['keys', 'rotate', ...args], { cwd })
    expect(run).toEqual({ code, stdout: '', stderr: expect.stringContaining(want) })
    expect(filesIn(cwd)).toEqual({})
  })

  test.each([
    { name: 'a set that is none', jwks: '{', want: 'NOT_A_KEY_SET at jwks' },
    { name: 'a private key in the set', jwks: JSON.stringify({ keys: [keys.es256] }), want: 'PRIVATE_KEY_IN_SET' },
    {
      name: 'a set without the private keys',
      jwks: JSON.stringify({ keys: [{ ...keys.es256, d: undefined }] }),
      want: 'HALF_WRITTEN',
    },
  ])('$name, exit 3', async ({ jwks, want }) => {
    const cwd = makeFolder({ jwks })
    const { code, stdout, stderr } = await runCli(['keys', 'rotate', '--store', 'file:.', '--json'], { cwd })
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(want) })
    expect(readObject(stdout)).toEqual({ ok: false, error: expect.objectContaining({ code: want.split(' ')[0] }) })
    expect(stdout + stderr).not.toContain(keys.es256.d)
  })
})
