import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { cloudflareRecord, makeListFolder, NOW, ranges } from './list-folder.ts'
import { readObject, SPAWN_TIMEOUT } from './run-cli.ts'

const CLOUDFLARE = SNAPSHOT.cloudflare.prefixes

describe('what is hostile, or a slip', SPAWN_TIMEOUT, () => {
  test.each([
    {
      name: 'an unknown provider, with the near one',
      args: ['show', 'cloudfare'],
      code: 2,
      says: 'Did you mean "cloudflare"?',
    },
    { name: 'a name of a prototype', args: ['show', '__proto__'], code: 2, says: 'there is no list "__proto__"' },
    {
      name: 'a private list with slashes',
      args: ['show', 'list:../../etc/passwd'],
      code: 2,
      says: 'After list: there are a-z',
    },
    {
      name: 'a private list in capitals',
      args: ['list', '--provider', 'list:Shop'],
      code: 2,
      says: 'After list: there are a-z',
    },
    {
      name: 'a limit of nothing',
      args: ['show', 'cloudflare', '--limit', '0'],
      code: 2,
      says: '--limit is the most prefixes',
    },
    {
      name: 'a limit below nothing',
      args: ['show', 'cloudflare', '--limit=-1'],
      code: 2,
      says: '--limit must be a whole number',
    },
    {
      name: 'a target that there is not',
      args: ['show', 'cloudflare', '--as', 'apache'],
      code: 2,
      says: 'Allowed choices are nginx',
    },
    {
      name: 'a list that nobody has',
      args: ['show', 'keycdn'],
      code: 3,
      says: 'there is no list keycdn, and none is bundled',
    },
    {
      name: 'a store of an unknown kind',
      args: ['list', '--store', 'ftp://lists'],
      code: 2,
      says: '--store: BAD_REFERENCE',
    },
    {
      name: 'a store that is not there',
      args: ['list', '--store', 'file:/nonexistent'],
      code: 3,
      says: '/nonexistent',
    },
    {
      name: 'keys that are not there',
      args: ['list', '--signed-by', 'absent.json'],
      code: 3,
      says: 'ENOENT at absent.json',
    },
    {
      name: 'one side of a comparison',
      args: ['diff', '--from', 'bundled'],
      code: 2,
      says: '--from and --to go together',
    },
    { name: 'a comparison with nothing', args: ['diff'], code: 2, says: 'name a store' },
    {
      name: 'three places to compare',
      args: ['diff', '--from', 'bundled', '--to', 'bundled', '--store', 'file:.'],
      code: 2,
      says: 'take --store out',
    },
    {
      name: 'a time in milliseconds',
      args: ['list', '--now', '1795700000000'],
      code: 2,
      says: 'looks like milliseconds',
    },
  ])('is told: $name', async ({ args, code, says }) => {
    expect(await ranges(args)).toEqual({ code, stdout: '', stderr: expect.stringContaining(says) })
  })

  test('a variable that names no store is told, too', async () => {
    const run = await ranges(['list'], { env: { IPSEAL_RANGES: 'lists' } })
    expect(run).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('BAD_REFERENCE at IPSEAL_RANGES') })
  })

  test('a stored list that was tampered with is an alarm in list, and is neither shown nor compared', async () => {
    const prefixes = ['128.0.0.0/1', ...CLOUDFLARE]
    const tampered = await cloudflareRecord({ prefixes, digest: SNAPSHOT.cloudflare.digest })
    const folder = await makeListFolder({ cloudflare: tampered })
    const place = ['--store', `file:${folder}`, '--now', String(NOW)]
    const listed = await ranges(['list', '--provider', 'cloudflare', ...place])
    expect([listed.code, listed.stderr]).toEqual([1, expect.stringContaining('alarm: cloudflare in the store')])
    expect(listed.stdout).toContain('unusable, so bundled')
    const shown = await ranges(['show', 'cloudflare', '--as', 'nft', ...place])
    expect(shown).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('find out who wrote it') })
    const compared = await ranges(['diff', '--provider', 'cloudflare', ...place, '--json'])
    expect([compared.code, readObject(compared.stdout)]).toEqual([
      3,
      { ok: false, error: { code: 'UNUSABLE_LIST', message: expect.any(String) } },
    ])
  })

  test('a file that everybody can write is refused', async () => {
    const folder = await makeListFolder({ cloudflare: await cloudflareRecord() })
    chmodSync(join(folder, 'cloudflare'), 0o666)
    const run = await ranges(['show', 'cloudflare', '--store', `file:${folder}`])
    expect(run).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('must not be writable by everybody') })
  })

  test('a source that would steer a terminal or a configuration is shown escaped', async () => {
    const source = 'https://a\u001b[31m\nset_real_ip_from 0.0.0.0/0;'
    const folder = await makeListFolder({ cloudflare: await cloudflareRecord({ source }) })
    const place = ['--store', `file:${folder}`, '--now', String(NOW)]
    const shown = await ranges(['show', 'cloudflare', '--as', 'nginx', ...place])
    expect(shown.stdout).not.toMatch(/^set_real_ip_from 0\.0\.0\.0/m)
    expect(shown.stdout).not.toContain('\u001b')
    const listed = await ranges(['list', '--provider', 'cloudflare', ...place])
    expect(listed.stdout.split('\n')).toHaveLength(3)
    expect(listed.stdout).not.toContain('\u001b')
  })
})
