import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NOW, type Publisher, ranges, startPublisher } from './list-folder.ts'
import { makeFolder, type Run, readObject, readObjects, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

// Public space, as every list has to be: blocks that no list of a provider holds.
const FIRST = '5.44.64.0/20'
const SECOND = '5.44.80.0/20'

type Refresh = { readonly publisher: Publisher; readonly folder: string; readonly cwd?: string }

function refresh({ publisher, folder, cwd }: Refresh, ...args: readonly string[]): Promise<Run> {
  const place = ['--feed', `shop=${publisher.url}`, '--store', `file:${folder}`]
  return ranges(['refresh', ...place, ...args], { env: publisher.env, ...(cwd !== undefined && { cwd }) })
}

async function prepare(body: string): Promise<Refresh> {
  const publisher = await startPublisher()
  publisher.answer(body)
  return { publisher, folder: makeFolder() }
}

async function makeKey(kid: string): Promise<{ readonly key: string; readonly jwks: string }> {
  const { stdout: key } = await runCli(['keys', 'new', '--kid', kid])
  const { stdout: jwks } = await runCli(['keys', 'jwks', '-'], { stdin: key })
  return { key, jwks }
}

describe('ranges refresh', SPAWN_TIMEOUT, () => {
  test('writes what was accepted, and says what is new and what drains', async () => {
    const shop = await prepare(`${FIRST}\n${SECOND}\n`)
    const first = await refresh(shop)
    expect(first).toEqual({
      code: 0,
      stdout: `list:shop: changed to 2 prefixes\n  added ${FIRST}, ${SECOND}\n`,
      stderr: '',
    })
    expect(await refresh(shop)).toEqual({ code: 0, stdout: 'list:shop: unchanged, 2 prefixes\n', stderr: '' })
    const shown = await ranges(['show', 'list:shop', '--store', `file:${shop.folder}`])
    expect(shown.stdout).toBe(`${FIRST}\n${SECOND}\n`)
  })

  test('holds a removal back until a person confirms it, and lets it drain then', async () => {
    const shop = await prepare(`${FIRST}\n${SECOND}\n`)
    await refresh(shop)
    shop.publisher.answer(`${FIRST}\n`)
    const held = await refresh(shop)
    expect([held.code, held.stdout]).toEqual([1, 'list:shop: REFUSED; the last list stands, 2 prefixes\n'])
    expect(held.stderr).toContain('unless a person confirms')
    expect(held.stderr).toContain('run this again with --confirm list:shop')
    const confirmed = await refresh(shop, '--confirm', 'list:shop')
    expect([confirmed.code, confirmed.stdout]).toEqual([
      0,
      expect.stringMatching(/changed to 1 prefixes\n {2}withdrawn 5\.44\.80\.0\/20; trusted until \d{4}-/),
    ])
    const shown = await ranges(['show', 'list:shop', '--store', `file:${shop.folder}`])
    expect(shown.stdout).toBe(`${FIRST}\n${SECOND}\n`)
  })

  test('with --check writes nothing, and the answer is no while something would change', async () => {
    const shop = await prepare(`${FIRST}\n`)
    const { code, stdout } = await refresh(shop, '--check')
    expect([code, stdout]).toEqual([1, `list:shop: would change to 1 prefixes\n  added ${FIRST}\n`])
    expect(readdirSync(shop.folder)).toEqual([])
    await refresh(shop)
    expect((await refresh(shop, '--check')).code).toBe(0)
  })

  test.each([
    {
      name: 'an error page',
      body: '<!DOCTYPE html><title>Just a moment...</title>',
      contentType: 'text/html',
      code: 1,
    },
    { name: 'nothing', body: '', contentType: 'text/plain', code: 1 },
    { name: 'the whole Internet', body: '0.0.0.0/0\n', contentType: 'text/plain', code: 1 },
    { name: 'private space', body: '10.0.0.0/16\n', contentType: 'text/plain', code: 1 },
    { name: 'a directive', body: `${FIRST}; allow all\n`, contentType: 'text/plain', code: 1 },
  ])('refuses $name, in one line and one object each, and keeps what is there', async ({ body, contentType, code }) => {
    const shop = await prepare(`${FIRST}\n`)
    await refresh(shop)
    const before = readFileSync(join(shop.folder, 'list.shop'), 'utf8')
    shop.publisher.answer(body, contentType)
    const run = await refresh(shop, '--ndjson')
    expect(run.code).toBe(code)
    expect(readObjects(run.stdout)).toEqual([
      expect.objectContaining({ name: 'list:shop', outcome: 'refused', written: false }),
    ])
    expect(run.stderr).toMatch(/^alarm: list:shop: /)
    expect(readFileSync(join(shop.folder, 'list.shop'), 'utf8')).toBe(before)
  })
})

describe('ranges refresh with a key', SPAWN_TIMEOUT, () => {
  test('signs, and then goes on only with a key', async () => {
    const shop = await prepare(`${FIRST}\n`)
    const { key, jwks } = await makeKey('lists-1')
    const keyed = { ...shop, cwd: makeFolder({ 'key.json': key, 'jwks.json': jwks }) }
    expect((await refresh(keyed, '--key', 'key.json')).code).toBe(0)
    const text = readFileSync(join(shop.folder, 'list.shop'), 'utf8')
    expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    const place = ['show', 'list:shop', '--store', `file:${shop.folder}`]
    expect(await ranges([...place, '--signed-by', 'jwks.json'], { cwd: keyed.cwd })).toEqual(
      expect.objectContaining({ code: 0, stdout: `${FIRST}\n` }),
    )
    const readersOnly = await refresh(keyed, '--signed-by', 'jwks.json')
    expect([readersOnly.code, readersOnly.stderr]).toEqual([2, expect.stringContaining('is for --check alone')])
    expect((await refresh(keyed, '--signed-by', 'jwks.json', '--check')).code).toBe(0)
    const unsigned = await refresh(shop)
    expect([unsigned.code, unsigned.stderr]).toEqual([3, expect.stringContaining('is signed')])
    expect(readFileSync(join(shop.folder, 'list.shop'), 'utf8')).toBe(text)
  })

  test('refuses keys that no reader would believe, before it asks anybody', async () => {
    const [own, other] = [await makeKey('lists-1'), await makeKey('lists-2')]
    const { stdout: secret } = await runCli(['keys', 'new', '--kid', 'lists-3', '--alg', 'HS256'])
    const publicKey = JSON.stringify(readKeys(own.jwks)[0])
    const files = { 'key.json': own.key, 'other.json': other.jwks, 'secret.json': secret, 'public.json': publicKey }
    const cwd = makeFolder(files)
    const store = ['refresh', '--provider', 'fastly', '--store', `file:${makeFolder()}`]
    const run = (...args: readonly string[]): Promise<Run> => ranges([...store, ...args], { cwd })
    const refused = (says: string) => ({ code: 3, stdout: '', stderr: expect.stringContaining(says) })
    expect(await run('--key', 'public.json')).toEqual(refused('PRIVATE_KEY_MISSING at key.d'))
    expect(await run('--key', 'secret.json')).toEqual(refused('lists are signed with a key pair; this is a secret'))
    expect(await run('--key', 'key.json', '--signed-by', 'other.json')).toEqual(
      refused('is not among those of --signed-by'),
    )
    expect(await run('--signed-by', 'key.json')).toEqual(refused('key.json'))
    const variable = await ranges([...store], { env: { IPSEAL_RANGES_SIGNING_KEY: '{"kty":' } })
    expect(variable).toEqual(refused('IPSEAL_RANGES_SIGNING_KEY'))
    expect(variable.stderr).not.toContain('kty')
  })
})

function readKeys(jwks: string): readonly unknown[] {
  const { keys } = readObject(jwks)
  return Array.isArray(keys) ? keys : []
}

describe('what is hostile, or a slip', SPAWN_TIMEOUT, () => {
  test.each([
    { name: 'no store', args: [], says: 'name a store with --store or IPSEAL_RANGES; --check alone needs none' },
    { name: 'a feed without an address', args: ['--feed', 'shop'], says: '--feed is NAME=URL' },
    { name: 'a feed without a certificate', args: ['--feed', 'shop=http://lists.example.com/a'], says: 'an https URL' },
    {
      name: 'a feed with a password',
      args: ['--feed', 'shop=https://me:hunter2@lists.example.com/a'],
      says: 'an https URL',
    },
    {
      name: 'a feed whose name is a path',
      args: ['--feed', '../x=https://lists.example.com/a'],
      says: 'there is no list',
    },
    {
      name: 'a feed twice',
      args: ['--feed', 'a=https://a.example/1', '--feed', 'a=https://a.example/2'],
      says: 'list:a twice',
    },
    {
      name: 'a private list without its feed',
      args: ['--provider', 'list:shop'],
      says: 'say where it is, --feed shop=https://',
    },
    {
      name: 'a confirmation of something else',
      args: ['--provider', 'fastly', '--confirm', 'imperva'],
      says: '--confirm names a list',
    },
    { name: 'a key as an argument', args: ['--key', '{"kty":"EC","d":"hunter2"}'], says: 'argument 4 holds a key' },
  ])('is told, exit 2, and shows no secret: $name', async ({ args, says }) => {
    const run = await ranges(['refresh', ...args])
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(says) })
    expect(run.stderr).not.toContain('hunter2')
  })

  test('a folder that cannot be written is I/O, exit 3, and one object for programs', async () => {
    const shop = await prepare(`${FIRST}\n`)
    const file = join(shop.folder, 'file')
    writeFileSync(file, '')
    const { code, stdout } = await refresh({ ...shop, folder: file }, '--json')
    expect([code, readObject(stdout)]).toEqual([
      3,
      expect.objectContaining({ ok: false, lists: [expect.objectContaining({ outcome: 'failed', written: false })] }),
    ])
  })

  test('a stored list that somebody wrote over is an alarm, and the next one replaces it', async () => {
    const shop = await prepare(`${FIRST}\n`)
    writeFileSync(join(shop.folder, 'list.shop'), `{"v":1,"prefixes":["0.0.0.0/0"],"now":${NOW}}`)
    const run = await refresh(shop)
    expect([run.code, run.stderr]).toEqual([0, expect.stringMatching(/^alarm: list:shop: BAD_STORED_LIST/)])
    const shown = await ranges(['show', 'list:shop', '--store', `file:${shop.folder}`])
    expect(shown.stdout).toBe(`${FIRST}\n`)
  })
})
