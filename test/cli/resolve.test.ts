import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BAD_CONFIG, CONFIG, PROOF_ENV } from './configs.ts'
import { makeFolder, type Run, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

function resolve(args: readonly string[], env: Readonly<Record<string, string>> = PROOF_ENV): Promise<Run> {
  const cwd = makeFolder({ 'ipseal.config.json': CONFIG })
  return runCli(['resolve', '--config', 'ipseal.config.json', ...args], { cwd, env })
}

const viaBoth = [
  '--peer',
  '10.0.16.4',
  '-H',
  'X-Forwarded-For: 192.0.2.1, 198.51.100.9',
  '-H',
  'CF-Connecting-IP: 203.0.113.7',
]
const hopsToCdn = [
  { address: '10.0.16.4', via: 'peer', group: 'lb' },
  { address: '198.51.100.9', via: 'x-forwarded-for', group: 'cdn' },
]

describe('ipseal resolve', SPAWN_TIMEOUT, () => {
  test('explains each hop and ends with the client, exit 0', async () => {
    const { code, stdout, stderr } = await resolve([...viaBoth, '-H', 'X-Origin-Proof: correct-horse'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')).toEqual([
      expect.stringContaining('10.0.16.4 opened the connection'),
      expect.stringContaining('198.51.100.9 was named by x-forwarded-for'),
      expect.stringContaining('203.0.113.7 was named by cf-connecting-ip'),
      expect.stringContaining('203.0.113.7 is the client'),
      expect.stringContaining('special-purpose'),
      'client 203.0.113.7 via cf-connecting-ip',
      '',
    ])
  })

  test('ends with the reason and the nearest address that was vouched for, exit 1', async () => {
    const { code, stdout } = await resolve([...viaBoth, '-H', 'X-Origin-Proof: wrong'])
    expect(code).toBe(1)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('refused unproven-peer, nearest 198.51.100.9')
    expect(stdout).not.toContain('correct-horse')
  })

  test.each([
    {
      name: 'a client with everything that vouches for it',
      args: [...viaBoth, '-H', 'X-Origin-Proof: correct-horse'],
      code: 0,
      want: {
        ok: true,
        ip: '203.0.113.7',
        via: 'cf-connecting-ip',
        hops: [...hopsToCdn, { address: '203.0.113.7', via: 'cf-connecting-ip' }],
        anomalies: ['special-address'],
      },
    },
    {
      name: 'a refusal with the header that it is about',
      args: viaBoth,
      code: 1,
      want: {
        ok: false,
        reason: 'unproven-peer',
        nearest: '198.51.100.9',
        header: 'x-origin-proof',
        hops: hopsToCdn,
        anomalies: [],
      },
    },
    {
      name: 'a missing peer as a refusal, with nobody nearest',
      args: [],
      code: 1,
      want: { ok: false, reason: 'no-peer', nearest: null, hops: [], anomalies: [] },
    },
    {
      name: 'a stranger’s claim as an anomaly',
      args: ['--peer', '2001:DB8::1', '-H', 'X-Forwarded-For:192.0.2.1'],
      code: 0,
      want: {
        ok: true,
        ip: '2001:db8::1',
        via: 'peer',
        hops: [{ address: '2001:db8::1', via: 'peer' }],
        anomalies: ['spoof-attempt', 'special-address'],
      },
    },
    {
      name: 'repeated -H as repeated lines, in their order',
      args: ['--peer', '10.0.16.4', '-H', 'x-forwarded-for: 192.0.2.1', '-H', 'x-forwarded-for:\t203.0.113.7 '],
      code: 0,
      want: {
        ok: true,
        ip: '203.0.113.7',
        via: 'x-forwarded-for',
        hops: [hopsToCdn[0], { address: '203.0.113.7', via: 'x-forwarded-for' }],
        anomalies: ['special-address'],
      },
    },
    {
      name: 'control bytes in a value as no address',
      args: ['--peer', '10.0.16.4', '-H', 'X-Forwarded-For: 203.0.113.7\u001b[31m'],
      code: 1,
      want: {
        ok: false,
        reason: 'malformed-address',
        nearest: '10.0.16.4',
        header: 'x-forwarded-for',
        hops: [hopsToCdn[0]],
        anomalies: [],
      },
    },
  ])('prints with --json $name', async ({ args, code, want }) => {
    const run = await resolve([...args, '--json'])
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code, stderr: '' })
    expect(JSON.parse(run.stdout)).toEqual(want)
    expect(run.stdout).toBe(`${JSON.stringify(want)}\n`)
  })

  test('refuses, exit 2, a -H without a colon, and shows control bytes escaped', async () => {
    const { code, stdout, stderr } = await resolve(['-H', 'a\u001b[31m'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('got "a\\u{1b}[31m"\n')
  })

  test('warns which secret is not in the environment, and then proves nothing', async () => {
    const { code, stderr } = await resolve([...viaBoth, '-H', 'X-Origin-Proof: '], {})
    expect(code).toBe(1)
    expect(stderr).toMatch(/^warning: IPSEAL_SECRET_CDN_PROOF is not set.*\n$/)
  })

  test('takes two secrets as a list during a rotation, and refuses a list that is none without showing it', async () => {
    const proof = ['-H', 'X-Origin-Proof: old-one']
    const rotating = await resolve([...viaBoth, ...proof], { IPSEAL_SECRET_CDN_PROOF: '["new-one","old-one"]' })
    expect(rotating.code).toBe(0)
    const broken = await resolve([...viaBoth, ...proof], { IPSEAL_SECRET_CDN_PROOF: '["new-one",' })
    expect(broken).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('IPSEAL_SECRET_CDN_PROOF') })
    expect(broken.stderr).not.toContain('new-one')
  })

  test('tells every fault of a configuration at once, exit 3', async () => {
    const cwd = makeFolder({ 'bad.json': BAD_CONFIG })
    const { code, stdout, stderr } = await runCli(['resolve', '--config', 'bad.json'], { cwd })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^ipseal: bad\.json has \d+ faults:\n/)
    for (const path of [
      'audience',
      'audienc',
      'trust[0].ranges[0]',
      'trust[0].ranges[1]',
      'trust[1]',
      'headers[1].from[0]',
    ]) {
      expect(stderr).toContain(` at ${path}: `)
    }
    expect(stderr).toContain('10.0.16.0/20')
  })

  test('tells them as a list with --json, each with its path, rule and next step', async () => {
    const { code, stdout } = await runCli(['resolve', '--config', '-', '--json'], { stdin: BAD_CONFIG })
    expect(code).toBe(3)
    const { ok, error } = readObject(stdout)
    const fault = {
      code: expect.any(String),
      path: expect.any(String),
      rule: expect.any(String),
      nextStep: expect.any(String),
    }
    const faults = expect.arrayContaining([expect.objectContaining({ ...fault, path: 'trust[0].ranges[1]' })])
    expect({ ok, error }).toEqual({ ok: false, error: { code: 'BAD_CONFIG', message: expect.any(String), faults } })
  })

  test('prints warnings of a configuration on stderr and goes on', async () => {
    const trust = [{ name: 'lb', ranges: ['10.0.0.0/8'] }]
    const wide = {
      issuer: 'https://edge.example.com',
      audience: 'a',
      trust,
      headers: [{ name: 'X-Forwarded-For', from: ['lb'] }],
    }
    const stdin = JSON.stringify(wide)
    const { code, stdout, stderr } = await runCli(['resolve', '--config', '-', '--peer', '203.0.113.7', '--json'], {
      stdin,
    })
    expect({ code, ip: readObject(stdout).ip }).toEqual({ code: 0, ip: '203.0.113.7' })
    expect(stderr).toMatch(/^warning: PREFIX_TOO_WIDE at trust\[0\]\.ranges\[0\]: .*\n$/)
  })

  test.each([
    { name: 'is not there', config: 'absent.json', error: 'ENOENT at absent.json' },
    { name: 'is a directory', config: '.', error: 'EISDIR at .' },
    {
      name: 'is no JSON',
      config: 'text.json',
      error: "NOT_JSON at text.json: must be one JSON document: Unexpected token 'i'.",
    },
    { name: 'is no UTF-8', config: 'latin.json', error: 'NOT_UTF8 at latin.json' },
    { name: 'never ends', config: '/dev/zero', error: 'TOO_LARGE at /dev/zero' },
  ])('says so, exit 3, if the configuration $name', async ({ config, error }) => {
    const cwd = makeFolder({ 'text.json': 'issuer: x' })
    writeFileSync(join(cwd, 'latin.json'), Buffer.from('{"issuer":"\xe9"}', 'latin1'))
    const run = await runCli(['resolve', '--config', config, '--json'], { cwd })
    expect(run.code).toBe(3)
    expect(run.stderr).toContain(error)
    expect(JSON.parse(run.stdout)).toEqual({ ok: false, error: expect.objectContaining({ code: expect.any(String) }) })
  })
})
