import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { cloudflareRecord, makeListFolder, NOW, ranges } from './list-folder.ts'
import { makeFolder, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const CLOUDFLARE = SNAPSHOT.cloudflare.prefixes
/** Within Cloudflare's IPv4 list, and its last line. */
const LAST = '198.41.128.0/17'
const without = (prefix: string): readonly string[] => CLOUDFLARE.filter((one) => one !== prefix)

describe('ranges list', SPAWN_TIMEOUT, () => {
  test('says of bundled lists that they are, and of what is not bundled that there is none', async () => {
    const { code, stdout, stderr } = await ranges(['list', '--now', String(NOW)])
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('bundled lists') })
    expect(stdout).toMatch(/^list +IPv4 +IPv6 +pending +age +state +digest +source$/m)
    expect(stdout).toMatch(/^cloudflare +15 +7 +0 +\d+ d +bundled +[0-9a-f]{12} +https:\/\/api\.cloudflare\.com/m)
    expect(stdout).toMatch(/^keycdn +- .* none /m)
  })

  test.each([
    { name: 'fresh', age: 3600, state: 'fresh', code: 0 },
    { name: 'unconfirmed for 37 h', age: 37 * 3600, state: 'warn', code: 0 },
    { name: 'unconfirmed for 49 h', age: 49 * 3600, state: 'critical', code: 0 },
    { name: 'unconfirmed for 73 h', age: 73 * 3600, state: 'expired', code: 1 },
  ])('tells a stored list that is $name', async ({ age, state, code }) => {
    const folder = await makeListFolder({
      cloudflare: await cloudflareRecord({ acceptedAt: NOW - age, checkedAt: NOW - age }),
    })
    const run = await ranges(['list', '--provider', 'cloudflare', '--now', String(NOW), '--json'], {
      env: { IPSEAL_RANGES: `file:${folder}` },
    })
    expect({ code: run.code, answer: readObject(run.stdout) }).toEqual({
      code,
      answer: {
        ok: code === 0,
        store: `file:${folder}`,
        lists: [expect.objectContaining({ name: 'cloudflare', from: 'store', staleness: state, ageSeconds: age })],
      },
    })
  })

  test('says which list cannot be read, and what of the others stands', async () => {
    const folder = await makeListFolder({ cloudflare: await cloudflareRecord() })
    await mkdir(join(folder, 'fastly'))
    const args = ['list', '--provider', 'cloudflare', '--provider', 'fastly', '--now', String(NOW)]
    const { code, stdout, stderr } = await ranges([...args, '--store', `file:${folder}`])
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^cloudflare .* fresh .*\nfastly .* unusable, so bundled /m),
    })
    expect(stderr).toContain('alarm: fastly in the store cannot be read: REFUSED at ')
  })

  test('says that an older stored list gives way to the bundled one', async () => {
    const old = { ...recordOfList(SNAPSHOT.cloudflare), acceptedAt: 1_700_000_000, checkedAt: 1_700_000_000 }
    const folder = await makeListFolder({ cloudflare: old })
    const { code, stdout, stderr } = await ranges(['list', '--provider', 'cloudflare', '--store', `file:${folder}`])
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^cloudflare .* bundled /m) })
    expect(stderr).toContain('alarm: cloudflare in the store is older than the bundled list')
  })
})

describe('ranges show', SPAWN_TIMEOUT, () => {
  test('prints a prefix a line, and nothing else on stdout', async () => {
    const { code, stdout } = await ranges(['show', 'cloudflare'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${CLOUDFLARE.join('\n')}\n` })
  })

  test('prints what drains as long as it is trusted, and says until when', async () => {
    const pending = [{ prefix: LAST, until: NOW + 600 }]
    const folder = await makeListFolder({ cloudflare: await cloudflareRecord({ prefixes: without(LAST), pending }) })
    const args = ['show', 'cloudflare', '--store', `file:${folder}`, '--as', 'nginx', '--now']
    const before = await ranges([...args, String(NOW)])
    const after = await ranges([...args, String(NOW + 600)])
    expect(before.stdout).toContain(`set_real_ip_from ${LAST};`)
    expect(before.stderr).toContain('1 withdrawn prefixes are still in it; print it again after 2026-11-26T')
    expect(after.stdout).not.toContain(LAST)
    expect(after.stdout).toContain('set_real_ip_from 103.21.244.0/22;')
  })

  test('writes for a target, in one object for programs', async () => {
    const { stdout } = await ranges(['show', 'fastly', '--as', 'haproxy-map', '--json'])
    expect(readObject(stdout)).toEqual(
      expect.objectContaining({
        ok: true,
        name: 'fastly',
        from: 'bundled',
        as: 'haproxy-map',
        text: expect.stringContaining('\n151.101.0.0/16 fastly\n'),
      }),
    )
  })

  test('joins within a limit, and never beyond', async () => {
    const { stdout } = await ranges(['show', 'bunny', '--limit', '900'])
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeLessThan(SNAPSHOT.bunny.prefixes.length)
    const { code, stderr } = await ranges(['show', 'bunny', '--limit', '64'])
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(
        /the list takes 64 prefixes at most.*got 901 prefixes, \d+ when joined\. Raise the limit/,
      ),
    })
  })
})

describe('ranges diff', SPAWN_TIMEOUT, () => {
  test('says of a store without lists that the bundled ones stand', async () => {
    const store = `file:${makeFolder({})}`
    const { code, stdout, stderr } = await ranges(['diff', '--store', store])
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: `from bundled to ${store}\n${store} holds none of these lists, so the bundled ones stand\n`,
    })
  })

  test('compares a store with the bundled lists, as addresses', async () => {
    const prefixes = CLOUDFLARE.flatMap((prefix) => {
      if (prefix === LAST) return []
      return prefix === '104.16.0.0/13' ? ['104.16.0.0/14', '104.20.0.0/14'] : [prefix]
    })
    const folder = await makeListFolder({ cloudflare: await cloudflareRecord({ prefixes }) })
    const run = await ranges(['diff', '--store', `file:${folder}`, '--now', String(NOW)])
    expect(run).toEqual({
      code: 1,
      stdout: `cloudflare: changed\n  - ${LAST}\n`,
      stderr: `from bundled to file:${folder}\n`,
    })
  })

  test('answers yes, exit 0, where two stores trust the same', async () => {
    const one = await makeListFolder({ cloudflare: await cloudflareRecord() })
    const other = await makeListFolder({ cloudflare: await cloudflareRecord({ checkedAt: NOW - 60 }) })
    const { code, stdout } = await ranges([
      'diff',
      '--from',
      `file:${one}`,
      '--to',
      `file:${other}`,
      '--now',
      String(NOW),
      '--json',
      '--provider',
      'cloudflare',
    ])
    expect({ code, answer: readObject(stdout) }).toEqual({
      code: 0,
      answer: {
        ok: true,
        from: `file:${one}`,
        to: `file:${other}`,
        lists: [{ name: 'cloudflare', state: 'same', added: [], removed: [] }],
      },
    })
  })

  test('names lists that only one of two stores has', async () => {
    const one = await makeListFolder({ cloudflare: await cloudflareRecord() })
    const other = makeFolder()
    const args = ['--provider', 'cloudflare', '--provider', 'keycdn', '--now', String(NOW)]
    const gone = await ranges(['diff', '--from', `file:${one}`, '--to', `file:${other}`, ...args])
    const brought = await ranges(['diff', '--from', `file:${other}`, '--to', `file:${one}`, ...args])
    expect([gone.code, gone.stdout.split('\n')[0]]).toEqual([1, 'cloudflare: gone'])
    expect([brought.code, brought.stdout.split('\n')[0]]).toEqual([1, 'cloudflare: new'])
  })
})

describe('signed lists', SPAWN_TIMEOUT, () => {
  test('unsigned ones are not believed where a signature is asked for', async () => {
    const { stdout: key } = await runCli(['keys', 'new', '--kid', 'lists-1'])
    const { stdout: jwks } = await runCli(['keys', 'jwks', '-'], { stdin: key })
    const cwd = makeFolder({ 'jwks.json': jwks })
    const folder = await makeListFolder({ cloudflare: await cloudflareRecord() })
    const args = ['cloudflare', '--store', `file:${folder}`, '--signed-by', 'jwks.json', '--now', String(NOW)]
    const { code, stdout, stderr } = await ranges(['show', ...args], { cwd })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain('must be signed by a key of --signed-by; it is not signed')
  })
})
