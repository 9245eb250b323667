import { describe, expect, test } from 'vitest'
import { forge } from '../assertion/forge.ts'
import keys from '../vectors/assertion-keys.json' with { type: 'json' }
import { makeFolder, type Run, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const { es256, eddsa } = keys
const { d: _d, ...es256Public } = es256
const NOW = 1_800_000_000
const ISSUER = 'https://edge.example.com'
const IDENTITY = ['--iss', ISSUER, '--aud', 'origin-prod']

const FILES = { 'key.json': JSON.stringify(es256), 'jwks.json': JSON.stringify({ keys: [es256Public] }) }
const HEADER = { alg: 'ES256', kid: es256.kid, typ: 'JWT' }
const CLAIMS = {
  iss: ISSUER,
  aud: 'origin-prod',
  sub: 'client-ip',
  iat: NOW,
  exp: NOW + 60,
  ip: '203.0.113.7',
  via: 'cf-connecting-ip',
  v: 1,
}

function sign(args: readonly string[]): Promise<Run> {
  return runCli(['sign', '--key', 'key.json', ...IDENTITY, '--now', String(NOW), ...args], { cwd: makeFolder(FILES) })
}

function verify(stdin: string, args: readonly string[] = []): Promise<Run> {
  const all = ['verify', '--jwks', 'jwks.json', ...IDENTITY, '--now', String(NOW), ...args]
  return runCli(all, { cwd: makeFolder(FILES), stdin })
}

function claimsIn(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

describe('ipseal sign', SPAWN_TIMEOUT, () => {
  test.each([
    { name: 'the address as it is', args: ['--ip', '203.0.113.7'], want: { ip: '203.0.113.7' } },
    { name: 'the canonical form of any other', args: ['--ip', '2001:DB8:0::1'], want: { ip: '2001:db8::1' } },
    { name: 'IPv4 for mapped IPv6', args: ['--ip', '::ffff:203.0.113.7'], want: { ip: '203.0.113.7' } },
    { name: 'another lifetime', args: ['--ip', '203.0.113.7', '--ttl', '300'], want: { exp: NOW + 300 } },
    {
      name: 'how it was learned',
      args: ['--ip', '203.0.113.7', '--via', 'CF-Connecting-IP'],
      want: { via: 'cf-connecting-ip' },
    },
  ])('seals $name', async ({ args, want }) => {
    const { code, stdout, stderr } = await sign(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const usual = { ...CLAIMS, via: 'peer', ...(args.includes('--ip') && { ip: expect.any(String) }) }
    expect(claimsIn(stdout)).toEqual({ ...usual, ...want })
  })

  test('tells a program the token, its key and its end', async () => {
    const { code, stdout } = await sign(['--ip', '203.0.113.7', '--json'])
    expect(code).toBe(0)
    const want = {
      ok: true,
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      keyId: es256.kid,
      expiresAtSeconds: NOW + 60,
    }
    expect(JSON.parse(stdout)).toEqual(want)
  })

  test.each([
    { name: 'an address with a port', args: ['--ip', '203.0.113.7:443'], want: 'got "203.0.113.7:443"' },
    { name: 'an address with leading zeros', args: ['--ip', '010.0.0.1'], want: 'got "010.0.0.1"' },
    { name: 'no address', args: [], want: "'--ip <address>'" },
    { name: 'a lifetime that no verifier takes', args: ['--ip', '203.0.113.7', '--ttl', '301'], want: 'got 301' },
    { name: 'a lifetime that is no number', args: ['--ip', '203.0.113.7', '--ttl', '1m'], want: 'got "1m"' },
    { name: 'milliseconds', args: ['--ip', '203.0.113.7', '--now', `${NOW}000`], want: 'milliseconds' },
    { name: 'a source that is no header name', args: ['--ip', '203.0.113.7', '--via', 'a b'], want: 'BAD_VIA' },
    { name: 'an empty issuer', args: ['--ip', '203.0.113.7', '--iss', ''], want: 'BAD_ISSUER' },
  ])('refuses $name, exit 2', async ({ args, want }) => {
    expect(await sign(args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(want) })
  })
})

describe('ipseal verify', SPAWN_TIMEOUT, () => {
  test('takes what sign made and prints the client alone, exit 0', async () => {
    const { stdout: token } = await sign(['--ip', '2001:db8::1'])
    expect(await verify(token)).toEqual({
      code: 0,
      stdout: '2001:db8::1\n',
      stderr: `verified: via peer, key ${es256.kid}, expires in 60 s\n`,
    })
  })

  test('tells a program what was verified', async () => {
    const { code, stdout } = await verify(`Bearer ${forge(HEADER, CLAIMS, es256)}`, ['--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      ip: '203.0.113.7',
      via: 'cf-connecting-ip',
      keyId: es256.kid,
      issuedAtSeconds: NOW,
      expiresAtSeconds: NOW + 60,
    })
  })

  const good = forge(HEADER, CLAIMS, es256)
  const [head = '', body = '', signature = ''] = good.split('.')
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`

  test.each([
    { name: 'nothing', token: '', want: 'missing' },
    { name: 'two lines', token: `${good}\n${good}\n`, want: 'repeated-header (lines 2)' },
    { name: 'two joined by a comma', token: `${good},${good}`, want: 'repeated-header (lines 1)' },
    { name: 'a megabyte', token: 'A'.repeat(1e6), want: 'too-large (length 1000000, max length 2048)' },
    { name: 'two parts', token: `${head}.${body}`, want: 'malformed-token (part form)' },
    { name: 'no algorithm', token: forge({ ...HEADER, alg: 'none' }, CLAIMS, es256), want: 'wrong-algorithm' },
    { name: 'a critical header', token: forge({ ...HEADER, crit: ['b64'] }, CLAIMS, es256), want: 'critical-header' },
    {
      name: 'another key',
      token: forge({ ...HEADER, kid: 'else\u001b' }, CLAIMS, eddsa),
      want: 'unknown-key (claimed key id else\\u{1b})',
    },
    { name: 'a changed signature', token: `${head}.${body}.${flipped}`, want: 'bad-signature (key id test-es256)' },
    {
      name: 'another origin',
      token: forge(HEADER, { ...CLAIMS, aud: 'other' }, es256),
      want: 'wrong-audience (audience "other")',
    },
    {
      name: 'an end in the past',
      token: forge(HEADER, { ...CLAIMS, iat: NOW - 99, exp: NOW - 39 }, es256),
      want: 'expired (expired for 39 s, tolerance 5 s)',
    },
    {
      name: 'an address with a port',
      token: forge(HEADER, { ...CLAIMS, ip: '203.0.113.7:1' }, es256),
      want: 'malformed-address (fault not-an-address)',
    },
  ])('rejects $name with the reason, exit 1', async ({ token, want }) => {
    const { code, stdout, stderr } = await verify(token)
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(`rejected: ${want}`) })
    expect(stderr).toMatch(/^hint: .*\n$/)
  })

  test('tells a program the reason and what was seen', async () => {
    const { code, stdout } = await verify(good, ['--json', '--now', String(NOW + 66)])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({ ok: false, reason: 'expired', expiredForSeconds: 6, toleranceSeconds: 5 })
  })

  test.each([
    { name: 'the private key', file: 'key.json', want: 'NOT_A_KEY_SET' },
    { name: 'nothing that is there', file: 'none.json', want: 'ENOENT' },
    { name: 'no set of keys with a member', file: 'empty.json', want: 'EMPTY_KEY_SET' },
  ])('cannot judge by $name, exit 3', async ({ file, want }) => {
    const cwd = makeFolder({ ...FILES, 'empty.json': '{"keys":[]}' })
    const run = await runCli(['verify', '--jwks', file, ...IDENTITY], { cwd, stdin: good })
    expect(run).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining(want) })
  })

  test('refuses to read token and keys from one standard input', async () => {
    const run = await runCli(['verify', '--jwks', '-', ...IDENTITY], { stdin: FILES['jwks.json'] })
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('asked for twice') })
  })
})
