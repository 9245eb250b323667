import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import keys from '../vectors/assertion-keys.json' with { type: 'json' }
import { makeFolder, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const { es256, eddsa, hs256 } = keys
const { d: _d, ...es256Public } = es256
const { d: _e, ...eddsaPublic } = eddsa

const FILES = {
  'es256.json': JSON.stringify({ d: es256.d, ...es256Public }),
  'eddsa.json': `\ufeff${JSON.stringify(eddsa, undefined, 2)}\n`,
  'hs256.json': JSON.stringify(hs256),
  'namesake.json': JSON.stringify({ ...eddsa, kid: es256.kid }),
  'set.json': JSON.stringify({ keys: [es256Public] }),
  'stored.json': JSON.stringify({ keys: [{ ...es256Public, iat: 1795262400, nbf: 1795264260 }], removed: ['2026-08'] }),
  'empty-set.json': '{"keys":[{}]}',
  'no-alg.json': JSON.stringify({ ...es256, alg: undefined }),
  'short.json': JSON.stringify({ ...es256, d: es256.d.slice(1) }),
  'cut.json': JSON.stringify(es256).slice(0, -4),
  'unquoted.json': `{"d": ${es256.d}}`,
  'empty.json': '',
  'text.json': `-----BEGIN PRIVATE KEY-----\n${es256.d}`,
}

describe('ipseal keys new', SPAWN_TIMEOUT, () => {
  test.each([
    { args: [], alg: 'ES256', members: ['kty', 'crv', 'alg', 'kid', 'use', 'x', 'y', 'd'] },
    { args: ['--alg', 'EdDSA'], alg: 'EdDSA', members: ['kty', 'crv', 'alg', 'kid', 'use', 'x', 'd'] },
    { args: ['--alg', 'HS256'], alg: 'HS256', members: ['kty', 'alg', 'kid', 'use', 'k'] },
  ])('prints a private $alg key alone on stdout, and the hint elsewhere', async ({ args, alg, members }) => {
    const { code, stdout, stderr } = await runCli(['keys', 'new', '--kid', '2026-11', ...args])
    expect(code).toBe(0)
    const jwk = readObject(stdout)
    expect(jwk).toEqual(expect.objectContaining({ kid: '2026-11', alg, use: 'sig' }))
    expect(Object.keys(jwk).sort()).toEqual(members.toSorted())
    expect(stdout).toBe(`${JSON.stringify(jwk)}\n`)
    expect(stderr).toMatch(/^hint: .*\n$/)
    expect(stderr).not.toContain(jwk.d ?? jwk.k)
  })

  test('prints another key each time', async () => {
    const [one, other] = await Promise.all([
      runCli(['keys', 'new', '--kid', 'a']),
      runCli(['keys', 'new', '--kid', 'a']),
    ])
    expect(readObject(one.stdout).d).not.toBe(readObject(other.stdout).d)
  })

  test.each([
    { name: 'no kid', args: [], want: "required option '--kid <name>'" },
    { name: 'a kid that is no file name', args: ['--kid', '../key'], want: 'BAD_KID' },
    { name: 'RS256', args: ['--kid', 'a', '--alg', 'RS256'], want: 'ES256, EdDSA, HS256' },
  ])('refuses $name, exit 2', async ({ args, want }) => {
    const run = await runCli(['keys', 'new', ...args])
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(want) })
  })
})

describe('ipseal keys jwks', SPAWN_TIMEOUT, () => {
  test('prints the public halves in the order given, from files and standard input', async () => {
    const cwd = makeFolder(FILES)
    const run = await runCli(['keys', 'jwks', 'eddsa.json', '-'], { cwd, stdin: FILES['es256.json'] })
    expect(run).toEqual({ code: 0, stderr: '', stdout: expect.any(String) })
    expect(JSON.parse(run.stdout)).toEqual({ keys: [eddsaPublic, es256Public] })
  })

  test('prints what rotation keeps in its store, without the times', async () => {
    const run = await runCli(['keys', 'jwks', 'stored.json', 'eddsa.json'], { cwd: makeFolder(FILES) })
    expect(JSON.parse(run.stdout)).toEqual({ keys: [es256Public, eddsaPublic] })
  })

  test.each([
    { name: 'a secret', files: ['hs256.json'], want: 'hs256.json: SECRET_IN_PUBLIC_SET' },
    { name: 'two keys of one kid', files: ['es256.json', 'namesake.json'], want: 'namesake.json: DUPLICATE_KID' },
    { name: 'a set whose key is none', files: ['empty-set.json'], want: 'empty-set.json: BAD_KID' },
    { name: 'a key and a set that has it', files: ['es256.json', 'set.json'], want: 'set.json: DUPLICATE_KID' },
    { name: 'a key without alg', files: ['no-alg.json'], want: 'no-alg.json: BAD_ALG' },
    { name: 'a key that lost a byte', files: ['short.json'], want: 'short.json: BAD_KEY_MATERIAL' },
    { name: 'a key that was cut off', files: ['cut.json'], want: 'NOT_JSON at cut.json' },
    { name: 'a key without its quotes', files: ['unquoted.json'], want: 'NOT_JSON at unquoted.json' },
    { name: 'a PEM file', files: ['text.json'], want: 'NOT_JSON at text.json' },
    { name: 'an empty file', files: ['empty.json'], want: 'it is empty' },
    {
      name: 'a file that is not there, behind a good one',
      files: ['es256.json', 'none.json'],
      want: 'ENOENT at none.json',
    },
  ])('refuses $name, exit 3, and shows none of it', async ({ files, want }) => {
    const cwd = makeFolder(FILES)
    const { code, stdout, stderr } = await runCli(['keys', 'jwks', ...files, '--json'], { cwd })
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(want) })
    expect(JSON.parse(stdout)).toEqual({ ok: false, error: { code: expect.any(String), message: expect.any(String) } })
    expect(findSecrets(stdout + stderr)).toEqual([])
  })
})

describe('ipseal keys pem', SPAWN_TIMEOUT, () => {
  const pemOf = (jwk: object): string =>
    createPublicKey({ key: { ...jwk }, format: 'jwk' })
      .export({ format: 'pem', type: 'spki' })
      .toString()

  test.each([
    { name: 'of a private key', args: ['es256.json'], want: es256Public },
    { name: 'of a key of another curve', args: ['eddsa.json'], want: eddsaPublic },
    { name: 'of the only key in a set', args: ['set.json'], want: es256Public },
    { name: 'of the key that is named', args: ['both.json', '--kid', eddsa.kid], want: eddsaPublic },
  ])('prints what Node would, and nothing else: $name', async ({ args, want }) => {
    const cwd = makeFolder({ ...FILES, 'both.json': JSON.stringify({ keys: [es256Public, eddsaPublic] }) })
    expect(await runCli(['keys', 'pem', ...args], { cwd })).toEqual({ code: 0, stderr: '', stdout: pemOf(want) })
  })

  test('prints name, algorithm and text as JSON, from standard input', async () => {
    const run = await runCli(['keys', 'pem', '-', '--json'], { stdin: FILES['es256.json'] })
    const want = { kid: es256.kid, alg: 'ES256', pem: pemOf(es256Public) }
    expect({ ...run, stdout: JSON.parse(run.stdout) }).toEqual({ code: 0, stderr: '', stdout: want })
  })

  test.each([
    { name: 'a secret', args: ['hs256.json'], want: 'hs256.json: SECRET_IN_PUBLIC_SET' },
    { name: 'to guess which key of a set is meant', args: ['both.json'], want: 'UNKNOWN_KID at --kid: one key' },
    {
      name: 'a kid that is not there',
      args: ['set.json', '--kid', 'none'],
      want: 'must be a key of the set; got "none"',
    },
    { name: 'a PEM file', args: ['text.json'], want: 'NOT_JSON at text.json' },
    { name: 'a file that is not there', args: ['none.json'], want: 'ENOENT at none.json' },
  ])('refuses $name, exit 3, and shows no key', async ({ args, want }) => {
    const cwd = makeFolder({ ...FILES, 'both.json': JSON.stringify({ keys: [es256Public, eddsaPublic] }) })
    const { code, stdout, stderr } = await runCli(['keys', 'pem', ...args, '--json'], { cwd })
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(want) })
    expect(JSON.parse(stdout)).toMatchObject({ ok: false })
    expect(findSecrets(stdout + stderr)).toEqual([])
  })
})

describe('a private key', SPAWN_TIMEOUT, () => {
  const identity = ['--iss', 'https://edge.example.com', '--aud', 'origin-prod']
  const jwk = FILES['es256.json']
  const pem = FILES['text.json']

  test.each([
    { name: 'where its file belongs', args: ['sign', '--key', jwk, ...identity, '--ip', '192.0.2.1'] },
    { name: 'as PEM where its file belongs', args: ['sign', '--key', pem, ...identity, '--ip', '192.0.2.1'] },
    { name: 'behind an equals sign', args: ['sign', `--key=${jwk}`, ...identity, '--ip', '192.0.2.1'] },
    { name: 'behind an unknown option', args: ['sign', `--private=${jwk}`] },
    { name: 'as PEM behind an unknown option', args: ['sign', `--private=${pem}`] },
    { name: 'as a command', args: [jwk] },
    { name: 'as a choice', args: ['keys', 'new', '--kid', 'a', '--alg', jwk] },
    { name: 'as a kid', args: ['keys', 'new', '--kid', jwk] },
    { name: 'as an address', args: ['sign', '--key', 'es256.json', ...identity, '--ip', jwk] },
    { name: 'as a header', args: ['resolve', '--config', 'a', '-H', jwk] },
    { name: 'as a further argument', args: ['verify', '--jwks', 'set.json', ...identity, jwk] },
  ])('given as an argument, $name, is refused by its place alone, exit 2', async ({ args }) => {
    const { code, stdout, stderr } = await runCli([...args, '--json'], { cwd: makeFolder(FILES) })
    const place = 1 + args.findIndex((argument) => argument.includes(jwk) || argument.includes(pem))
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`argument ${place} holds a key`) })
    expect(readObject(stdout).ok).toBe(false)
    expect(findSecrets(stdout + stderr)).toEqual([])
  })

  test.each([
    { name: 'as a key set', args: ['verify', '--jwks', 'es256.json', ...identity], code: 3 },
    { name: 'as a configuration', args: ['resolve', '--config', 'es256.json'], code: 3 },
    { name: 'as a configuration without its quotes', args: ['resolve', '--config', 'unquoted.json'], code: 3 },
    { name: 'as a PROXY header', args: ['proxy', 'encode'], code: 3 },
    { name: 'as a token', args: ['verify', '--jwks', 'set.json', ...identity], code: 1 },
    {
      name: 'as a key that lost a byte',
      args: ['sign', '--key', 'short.json', ...identity, '--ip', '192.0.2.1'],
      code: 3,
    },
    {
      name: 'as a key without its quotes',
      args: ['sign', '--key', 'unquoted.json', ...identity, '--ip', '192.0.2.1'],
      code: 3,
    },
  ])('given $name is not shown', async ({ args, code }) => {
    const run = await runCli([...args, '--json'], { cwd: makeFolder(FILES), stdin: jwk })
    expect(run.code).toBe(code)
    expect(readObject(run.stdout).ok).toBe(false)
    expect(findSecrets(run.stdout + run.stderr)).toEqual([])
  })
})

/** The pieces of the private keys that a text holds: eight characters in a row are no chance. */
function findSecrets(text: string): string[] {
  return [es256.d, eddsa.d, hs256.k].flatMap((secret) =>
    Array.from({ length: secret.length - 7 }, (_, i) => secret.slice(i, i + 8)).filter((piece) => text.includes(piece)),
  )
}
