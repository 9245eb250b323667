import { describe, expect, test } from 'vitest'
import { encodeProxyHeader } from '../../src/proxy-protocol/index.ts'
import { HEADERS } from '../origin/proxy-protocol-front.ts'

import { decode, exchange, startRelay, V2 } from './tcp-relay-under-test.ts'

describe('the header for the application', () => {
  test.each(['version 1', 'version 2', 'version 2 with IPv6', 'LOCAL', 'UNKNOWN', 'UNSPEC'] as const)(
    'is none by choice: %s',
    async (kind) => {
      const { port } = await startRelay({ sendProxy: 'none' })
      expect(await exchange(port, HEADERS[kind])).toBe('hello')
    },
  )

  test.each([
    ['version 1', 'PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\nhello'],
    ['version 2', 'PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\nhello'],
    ['version 2 with IPv6', 'PROXY TCP6 2001:db8::7 2001:db8::1 40000 443\r\nhello'],
    ['LOCAL', 'PROXY UNKNOWN\r\nhello'],
    ['UNKNOWN', 'PROXY UNKNOWN\r\nhello'],
    ['UNSPEC', 'PROXY UNKNOWN\r\nhello'],
  ] as const)('of version 1 says what %s said', async (kind, answer) => {
    const { port } = await startRelay({ sendProxy: 'v1' })
    expect(await exchange(port, HEADERS[kind])).toBe(answer)
  })

  test.each(['version 1', 'version 2', 'version 2 with IPv6'] as const)(
    'of version 2 says what %s said',
    async (kind) => {
      const { port } = await startRelay({ sendProxy: 'v2' })
      const { header, payload } = decode(await exchange(port, HEADERS[kind]))
      const isIPv6 = kind.endsWith('IPv6')
      expect(header).toEqual({
        version: 2,
        command: 'PROXY',
        family: isIPv6 ? 'tcp6' : 'tcp4',
        source: { address: isIPv6 ? '2001:db8::7' : '192.0.2.7', port: 40000 },
        destination: { address: isIPv6 ? '2001:db8::1' : '198.51.100.1', port: 443 },
        tlvs: [],
      })
      expect(payload).toBe('hello')
    },
  )

  test.each(['LOCAL', 'UNKNOWN', 'UNSPEC'] as const)('of version 2 is LOCAL where %s named no client', async (kind) => {
    const { port } = await startRelay({ sendProxy: 'v2' })
    const { header } = decode(await exchange(port, HEADERS[kind]))
    expect(header).toEqual({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] })
  })

  test('keeps IPv4-mapped IPv6 as it was, so that one client has one form', async () => {
    const mapped = { ...V2, family: 'tcp6', source: { address: '192.0.2.7', port: 1, mapped: true }, tlvs: [] } as const
    const destination = { address: '198.51.100.1', port: 443, mapped: true } as const
    const { port } = await startRelay({ sendProxy: 'v2' })
    const { header } = decode(await exchange(port, encodeProxyHeader({ ...mapped, destination })))
    expect(header).toMatchObject({ family: 'tcp6', source: { address: '192.0.2.7', mapped: true } })
  })

  test('holds those fields of the sender that were asked for, and a checksum of its own', async () => {
    const tlvs = ['authority', 'unknown', 'crc32c'] as const
    const { port } = await startRelay({ sendProxy: 'v2', tlvs })
    const { header } = decode(await exchange(port, encodeProxyHeader(V2)))
    expect(header.tlvs).toEqual([
      { type: 'authority', text: 'app.example.com' },
      { type: 'unknown', code: 0xe1, hex: 'ff' },
      { type: 'crc32c', hex: expect.any(String) },
    ])
  })

  test('holds a checksum where none came', async () => {
    const { port } = await startRelay({ sendProxy: 'v2', tlvs: ['crc32c'] })
    const { header } = decode(await exchange(port, HEADERS['version 1']))
    expect(header.tlvs).toMatchObject([{ type: 'crc32c' }])
  })

  test('is the relay’s: a second header of the client’s is payload', async () => {
    const { port } = await startRelay({ sendProxy: 'v1' })
    const own = 'PROXY TCP4 203.0.113.66 198.51.100.1 1 443\r\n'
    expect(await exchange(port, HEADERS['version 1'], own)).toBe(
      `PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n${own}`,
    )
  })
})
