import { describe, expect, test } from 'vitest'
import { readObjects, runCli, runCliForBytes, SPAWN_TIMEOUT } from './run-cli.ts'

const V2 = '0d0a0d0a000d0a515549540a2111000ccb007109c000020104d201bb'
const V2_JSON = {
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: '203.0.113.9', port: 1234 },
  destination: { address: '192.0.2.1', port: 443 },
  tlvs: [],
  length: 28,
}
/** What an AWS Network Load Balancer sends to check a target: LOCAL, with a CRC and padding behind it. */
const AWS_HEALTH_CHECK = `0d0a0d0a000d0a515549540a20110054030004bce5951f04004a${'00'.repeat(74)}`
const V1 = 'PROXY TCP6 2001:db8::7 2001:db8::1 4000 443\r\n'

describe('ipseal proxy decode', SPAWN_TIMEOUT, () => {
  test.each([
    { name: 'hex', stdin: `${V2}\n`, want: V2_JSON },
    { name: 'hex in upper case and columns', stdin: V2.toUpperCase().replace(/.{8}/g, '$& '), want: V2_JSON },
    { name: 'the bytes themselves', stdin: Buffer.from(V2, 'hex'), want: V2_JSON },
    {
      name: 'a header with what follows it',
      stdin: Buffer.concat([Buffer.from(V2, 'hex'), Buffer.from('GET /')]),
      want: V2_JSON,
    },
    {
      name: 'the health check of an AWS load balancer as LOCAL without addresses',
      stdin: AWS_HEALTH_CHECK,
      want: { version: 2, command: 'LOCAL', family: 'unspec', tlvs: [], length: 100 },
    },
    {
      name: 'version 1',
      stdin: V1,
      want: {
        version: 1,
        command: 'PROXY',
        family: 'tcp6',
        source: { address: '2001:db8::7', port: 4000 },
        destination: { address: '2001:db8::1', port: 443 },
        tlvs: [],
        length: 45,
      },
    },
  ])('reads $name', async ({ stdin, want }) => {
    const { code, stdout, stderr } = await runCli(['proxy', 'decode'], { stdin })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual(want)
    expect(stdout).toBe(`${JSON.stringify(want)}\n`)
  })

  test.each([
    { name: 'the beginning of a header', stdin: V2.slice(0, 30), want: { incomplete: true } },
    { name: 'the beginning of its bytes', stdin: Buffer.from(V2.slice(0, 8), 'hex'), want: { incomplete: true } },
    { name: 'nothing', stdin: '', want: { incomplete: true } },
    {
      name: 'a port with a leading zero',
      stdin: 'PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n',
      want: { refused: 'malformed-port', offset: 31 },
    },
    {
      name: 'an unknown command',
      stdin: V2.replace('2111', '2f11'),
      want: { refused: 'undefined-command', offset: 12 },
    },
    { name: 'a request', stdin: 'GET / HTTP/1.1\r\n', want: { refused: 'not-proxy-protocol', offset: 0 } },
  ])('says what is wrong with $name, exit 1', async ({ stdin, want }) => {
    const { code, stdout } = await runCli(['proxy', 'decode'], { stdin })
    expect({ code, answer: JSON.parse(stdout) }).toEqual({ code: 1, answer: want })
  })

  test('takes half a byte of hex for a fault of the input, exit 3', async () => {
    const { code, stdout, stderr } = await runCli(['proxy', 'decode', '--json'], { stdin: V2.slice(1) })
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('BAD_HEX') })
    expect(JSON.parse(stdout)).toEqual({ ok: false, error: expect.objectContaining({ code: 'BAD_HEX' }) })
  })

  test('answers a line each with --ndjson, bad ones too, exit 0', async () => {
    const stdin = `${V2}\n${V2.slice(0, 30)}\nhello\n\n${V2.replace('2111', '2f11')}\r\n`
    const { code, stdout } = await runCli(['proxy', 'decode', '--ndjson'], { stdin })
    expect(code).toBe(0)
    expect(readObjects(stdout)).toEqual([
      V2_JSON,
      { incomplete: true },
      { refused: 'bad-input', detail: expect.stringContaining('hex'), line: 3 },
      { incomplete: true },
      { refused: 'undefined-command', offset: 12 },
    ])
  })
})

describe('ipseal proxy encode', SPAWN_TIMEOUT, () => {
  test('takes what decode printed and prints its hex', async () => {
    const run = await runCli(['proxy', 'encode'], { stdin: JSON.stringify(V2_JSON) })
    expect(run).toEqual({ code: 0, stdout: `${V2}\n`, stderr: '' })
  })

  test('prints the bytes alone with --raw', async () => {
    const { code, bytes } = await runCliForBytes(['proxy', 'encode', '--raw'], { stdin: JSON.stringify(V2_JSON) })
    expect({ code, hex: bytes.toString('hex') }).toEqual({ code: 0, hex: V2 })
  })

  test('prints one object with --json', async () => {
    const { stdout } = await runCli(['proxy', 'encode', '--json'], { stdin: JSON.stringify(V2_JSON) })
    expect(JSON.parse(stdout)).toEqual({ ok: true, hex: V2, length: 28 })
  })

  test.each([
    { name: 'no JSON', stdin: V2, want: 'NOT_JSON at standard input' },
    { name: 'a misspelt field', stdin: JSON.stringify({ ...V2_JSON, tlv: [] }), want: 'its fields are' },
    {
      name: 'an address of the other family',
      stdin: JSON.stringify({ ...V2_JSON, source: { address: '2001:db8::1', port: 1 } }),
      want: 'source.address',
    },
  ])('refuses $name, exit 3', async ({ stdin, want }) => {
    expect(await runCli(['proxy', 'encode'], { stdin })).toEqual({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining(want),
    })
  })
})
