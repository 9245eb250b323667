import { describe, expect, test } from 'vitest'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { cloudflareRecord, makeListFolder, NOW } from './list-folder.ts'
import { makeFolder, type Run, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

/** The last of Cloudflare's IPv4 blocks, and an address in it. */
const LAST = '198.41.128.0/17'
const FROM_LAST = '198.41.128.9'
const CLIENT = '203.0.113.7'
const { digest, prefixes } = SNAPSHOT.cloudflare
const without = prefixes.filter((prefix) => prefix !== LAST)

function configOf(ranges: string): string {
  return JSON.stringify({
    issuer: 'https://edge.example.com',
    audience: 'a',
    trust: [{ name: 'cdn', ranges, tenants: 'any' }],
    headers: [{ name: ranges === 'cloudflare' ? 'CF-Connecting-IP' : 'X-Forwarded-For', from: ['cdn'] }],
  })
}

async function resolve(args: readonly string[], options: { ranges?: string; store?: string } = {}): Promise<Run> {
  const { ranges = 'cloudflare', store } = options
  const cwd = makeFolder({ 'ipseal.config.json': configOf(ranges) })
  const given = ['--config', 'ipseal.config.json', '--peer', FROM_LAST, '-H', `CF-Connecting-IP: ${CLIENT}`]
  return await runCli(['resolve', ...given, ...args], { cwd, env: store === undefined ? {} : { IPSEAL_RANGES: store } })
}

const draining = await cloudflareRecord({ prefixes: without, pending: [{ prefix: LAST, until: NOW + 600 }] })

describe('the lists that a decision of ipseal resolve rests on', SPAWN_TIMEOUT, () => {
  test.each([
    { name: 'trusts what drains until its time', now: NOW, ip: CLIENT },
    { name: 'and no longer', now: NOW + 600, ip: FROM_LAST },
  ])('$name, and names the stored list with its digest', async ({ now, ip }) => {
    const store = `file:${await makeListFolder({ cloudflare: draining })}`
    const run = await resolve(['--ranges', store, '--now', String(now), '--json'])
    const { ip: got, lists } = readObject(run.stdout)
    const list = { name: 'cloudflare', from: 'store', digest: draining.digest, checkedAt: NOW - 3600 }
    expect({ code: run.code, stderr: run.stderr, got, lists }).toEqual({ code: 0, stderr: '', got: ip, lists: [list] })
  })

  test('are in the explanation, before the answer, also where the store has none and the bundled one stands', async () => {
    const store = `file:${await makeListFolder({})}`
    const { code, stdout } = await resolve(['--ranges', store])
    const day = `${SNAPSHOT.cloudflare.retrieved}T00:00:00Z`
    expect({ code, last: stdout.trimEnd().split('\n').slice(-2) }).toEqual({
      code: 0,
      last: [`List cloudflare as bundled, of ${day}, SHA-256 ${digest}.`, `client ${CLIENT} via cf-connecting-ip`],
    })
  })

  test('are not spoken of without a store: they are those of this version', async () => {
    expect(readObject((await resolve(['--json'])).stdout)).not.toHaveProperty('lists')
    expect((await resolve([])).stdout).not.toContain('List ')
  })

  test('come from the store that IPSEAL_RANGES names, and one that is not believed gives way, with a warning', async () => {
    const store = `file:${await makeListFolder({ cloudflare: '<!DOCTYPE html><title>Just a moment...</title>' })}`
    const { code, stdout, stderr } = await resolve(['--json'], { store })
    expect({ code, lists: readObject(stdout).lists }).toEqual({
      code: 0,
      lists: [expect.objectContaining({ name: 'cloudflare', from: 'bundled', digest })],
    })
    expect(stderr).toMatch(
      /^warning: file:\S+: cloudflare is not taken, unreadable \(.*\), so the bundled one is taken\n$/,
    )
  })

  test.each([
    {
      name: 'a reference of no store',
      args: ['--ranges', 'ftp:lists'],
      ranges: 'cloudflare',
      code: 2,
      says: '--ranges: BAD_REFERENCE',
    },
    { name: 'an empty one', args: ['--ranges', ''], ranges: 'cloudflare', code: 2, says: '--ranges is empty' },
    { name: 'a private list that no store has', args: [], ranges: 'list:shop', code: 3, says: 'RANGES_MISSING' },
  ])('are refused: $name', async ({ args, ranges, code, says }) => {
    const run = await resolve(args, { ranges })
    expect({ code: run.code, stdout: run.stdout, stderr: run.stderr }).toEqual({
      code,
      stdout: '',
      stderr: expect.stringContaining(says),
    })
  })
})
