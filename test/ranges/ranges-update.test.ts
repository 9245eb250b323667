import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BUNDLED_NAMES, type BundledName } from '../../src/ranges/provider.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { buildLists } from '../../tools/ranges-build.ts'
import { FACT_SOURCES } from '../../tools/ranges-feeds.ts'

const LISTS = path.join(import.meta.dirname, '../../src/ranges/lists')
const TOOL = path.join(import.meta.dirname, '../../tools/ranges-update.ts')

let facts = ''
let output = ''

beforeEach(async () => {
  facts = await mkdtemp(path.join(tmpdir(), 'ranges-facts-'))
  output = await mkdtemp(path.join(tmpdir(), 'ranges-lists-'))
  for (const provider of BUNDLED_NAMES) await writeFacts(provider, {})
})

afterEach(async () => {
  await rm(facts, { recursive: true })
  await rm(output, { recursive: true })
})

/** Writes the facts that the list in the tree would come from, with some of them changed. */
async function writeFacts(provider: BundledName, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const { via, retrieved, version, counts, prefixes } = SNAPSHOT[provider]
  const ipv4 = prefixes.filter((text) => !text.includes(':')).toReversed()
  const ipv6 = prefixes.filter((text) => text.includes(':')).toReversed()
  const { source, service, file } = FACT_SOURCES[provider]
  const honest = { endpoint: source, via, via_commit_date: retrieved, service, syncToken: version, counts, ipv4, ipv6 }
  await writeFile(path.join(facts, file), JSON.stringify({ ...honest, ...changes }))
}

function runTool(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [TOOL, ...args], { encoding: 'utf8' })
  return { status, stderr }
}

describe('the tool', () => {
  test('writes from the same facts, to the byte, the lists that are in the tree', async () => {
    expect(runTool('--from', facts, '--to', output)).toEqual({ status: 0, stderr: '' })
    expect(await readdir(output)).toEqual(await readdir(LISTS))
    for (const name of await readdir(LISTS)) {
      expect(await readFile(path.join(output, name), 'utf8')).toBe(await readFile(path.join(LISTS, name), 'utf8'))
    }
  })

  test('writes nothing at all when one of the files is bad', async () => {
    await writeFile(path.join(facts, FACT_SOURCES.imperva.file), '<!DOCTYPE html><title>Just a moment...</title>')
    const { status, stderr } = runTool('--from', facts, '--to', output)
    expect(status).toBe(1)
    expect(stderr).toContain('imperva.json: must be one JSON object; it begins "<!DOCTYPE html>')
    expect(stderr).toContain('Nothing was written.')
    expect(await readdir(output)).toEqual([])
  })

  test.each([
    { name: 'no name of a folder', args: ['--from'], status: 2, says: 'Usage:' },
    { name: 'an option it does not have', args: ['--from', '.', '--force'], status: 2, says: 'Usage:' },
    { name: 'a folder of facts that is not there', args: ['--from', '/nonexistent'], status: 1, says: 'readable file' },
  ])('says what is missing, given $name', ({ args, status, says }) => {
    const run = runTool(...args)
    expect(run.status).toBe(status)
    expect(run.stderr).toContain(says)
  })

  test('says so when it cannot write', () => {
    const run = runTool('--from', facts, '--to', path.join(output, 'missing'))
    expect(run.status).toBe(3)
    expect(run.stderr).toContain('must be a folder that can be written to')
  })
})

describe('facts are refused', () => {
  const cloudflare = SNAPSHOT.cloudflare.prefixes
  const ipv4 = cloudflare.filter((text) => !text.includes(':'))
  const ipv6 = cloudflare.filter((text) => text.includes(':'))

  test.each([
    { name: 'without a list', changes: { ipv6: undefined }, says: 'ipv4 and ipv6 must be lists of strings' },
    {
      name: 'with a list that is text',
      changes: { ipv4: ipv4.join('\n') },
      says: 'ipv4 and ipv6 must be lists of strings',
    },
    {
      name: 'with an entry that is no text',
      changes: { ipv4: [...ipv4, 7] },
      says: 'ipv4 and ipv6 must be lists of strings',
    },
    { name: 'without a day', changes: { via_commit_date: undefined }, says: 'via_commit_date must begin with a date' },
    {
      name: 'with a day that is none',
      changes: { via_commit_date: '2026-13-45' },
      says: 'via_commit_date must begin with a date',
    },
    { name: 'from somewhere else', changes: { endpoint: 'https://example.net/ips' }, says: 'endpoint must name https' },
    { name: 'of a part of the feed', changes: { service: 'WARP' }, says: 'service must be absent' },
    { name: 'that count other entries', changes: { counts: { ipv4: 14, ipv6: 7 } }, says: 'counts must be' },
    { name: 'without counts', changes: { counts: null }, says: 'counts must be those of the lists: 15 and 7' },
    {
      name: 'with IPv6 among IPv4',
      changes: { ipv4: cloudflare, ipv6: [], counts: { ipv4: 22, ipv6: 0 } },
      says: 'ipv4 must hold no IPv6',
    },
    {
      name: 'with IPv4 among IPv6',
      changes: { ipv4: [], ipv6: cloudflare, counts: { ipv4: 0, ipv6: 22 } },
      says: 'ipv6 must hold IPv6 text alone',
    },
    {
      name: 'with a prefix that breaks the rules',
      changes: { ipv4: [...ipv4, '0.0.0.0/0'], counts: { ipv4: 16, ipv6: 7 } },
      says: '"0.0.0.0/0" must be no wider than /13',
    },
    {
      name: 'with lines that end in CR',
      changes: { ipv6: ipv6.map((text) => `${text}\r`) },
      says: '"2400:cb00::/32\\r" must be a CIDR block',
    },
  ])('$name', async ({ changes, says }) => {
    await writeFacts('cloudflare', changes)
    const build = await buildLists(facts)
    expect(build.ok ? [] : build.faults).toContainEqual(expect.stringContaining(`cloudflare.json: ${says}`))
  })

  test('of the whole of CloudFront in place of what connects to origins', async () => {
    await writeFacts('cloudfront', { service: 'CLOUDFRONT' })
    expect(await buildLists(facts)).toEqual({
      ok: false,
      faults: ['cloudfront-origin-facing.json: service must be CLOUDFRONT_ORIGIN_FACING'],
    })
  })

  test('when they give one address to two providers', async () => {
    await writeFacts('imperva', {
      ipv4: [...SNAPSHOT.imperva.prefixes.filter((text) => !text.includes(':')), '104.16.7.0/24'],
      counts: { ipv4: 12, ipv6: 1 },
    })
    expect(await buildLists(facts)).toEqual({
      ok: false,
      faults: ['104.16.7.0/24 of imperva must be apart from 104.16.0.0/13 of cloudflare'],
    })
  })

  test('when they lack what the list that is there has, until a person confirms it', async () => {
    await writeFacts('cloudflare', { ipv4: ipv4.slice(1), counts: { ipv4: ipv4.length - 1, ipv6: ipv6.length } })
    expect(await buildLists(facts)).toEqual({
      ok: false,
      faults: [
        expect.stringMatching(/^cloudflare\.json: the ipv4 addresses withdrawn must be none unless a person confirms/),
      ],
    })
    expect((await buildLists(facts, ['cloudflare'])).ok).toBe(true)
  })

  test('for every file that has a fault, not the first alone', async () => {
    await writeFacts('akamai', { ipv4: null })
    await writeFile(path.join(facts, FACT_SOURCES.fastly.file), '')
    const build = await buildLists(facts)
    const files = build.ok ? [] : build.faults.map((fault) => fault.split(':')[0])
    expect(files).toEqual(['akamai-published-cidrs.json', 'fastly.json'])
  })
})
