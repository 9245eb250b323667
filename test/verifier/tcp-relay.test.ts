import { connect, createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProxyProtocolServer } from '../../src/origin/node.ts'
import { decodeProxyHeader, encodeProxyHeader, type ProxyHeader } from '../../src/proxy-protocol/index.ts'
import { createTcpRelay } from '../../src/verifier/tcp-relay.ts'
import type { TcpRelayEvent } from '../../src/verifier/tcp-relay-event.ts'
import type { TcpRelayOptions } from '../../src/verifier/tcp-relay-options.ts'
import { HEADERS } from '../origin/proxy-protocol-front.ts'
import { LOOPBACK, listen } from '../origin/raw-http.ts'

const V2: ProxyHeader<string> = {
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: '192.0.2.7', port: 40000 },
  destination: { address: '198.51.100.1', port: 443 },
  tlvs: [
    { type: 'alpn', text: 'h2' },
    { type: 'authority', text: 'app.example.com' },
    { type: 'crc32c', hex: '' },
    { type: 'unique-id', hex: '0102' },
    { type: 'ssl', clientBits: 7, verifyCode: 0, tlvs: [{ type: 'cn', text: 'device-7' }] },
    { type: 'unknown', code: 0xe1, hex: 'ff' },
  ],
}

/** An application that answers, once the client has ended, with every byte it got. */
async function startApp(listener?: (socket: Socket) => void): Promise<number> {
  const echo = async (socket: Socket): Promise<void> => {
    socket.end(await text(socket.setEncoding('latin1')), 'latin1')
  }
  const app = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    if (listener === undefined) void echo(socket)
    else listener(socket)
  })
  return await listen(app)
}

type Setup = Partial<TcpRelayOptions>

function buildRelay(appPort: number, setup: Setup = {}): { readonly relay: Server; readonly events: TcpRelayEvent[] } {
  const events: TcpRelayEvent[] = []
  const upstream = { host: LOOPBACK, port: appPort }
  const relay = createTcpRelay({ upstream, sendProxy: 'none', report: (event) => events.push(event), ...setup })
  return { relay, events }
}

/** Puts a relay behind a PROXY protocol port and before an application, until the test is over. */
async function startRelay(setup: Setup = {}, appPort?: number) {
  const { relay, events } = buildRelay(appPort ?? (await startApp()), setup)
  const front = createProxyProtocolServer(relay, { senders: ['127.0.0.0/8'], report: () => undefined })
  const { port } = await front.listen({ port: 0, host: LOOPBACK })
  onTestFinished(() => void front.close())
  return { port, events }
}

function dial(port: number): Socket {
  const socket = connect({ port, host: LOOPBACK, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  return socket.setEncoding('latin1').on('error', () => undefined)
}

/** Sends a header and a word, ends its side, and returns what came back. */
async function exchange(port: number, header: Uint8Array, word = 'hello'): Promise<string> {
  const socket = dial(port)
  socket.write(header)
  socket.end(word)
  return await text(socket)
}

function decode(answer: string) {
  const bytes = Buffer.from(answer, 'latin1')
  const decoded = decodeProxyHeader(bytes, { crc: 'verify' })
  if (decoded.state !== 'header') throw new Error(`no header: ${JSON.stringify(decoded)}`)
  return { header: decoded.header, payload: bytes.subarray(decoded.length).toString('latin1') }
}

/** Whether a client that is not served learns it by the end or by a reset is chance. */
function ignoreReset(error: unknown): void {
  expect(error).toMatchObject({ code: expect.stringMatching(/^(?:EPIPE|ECONNRESET)$/) })
}

const refusals = (events: readonly TcpRelayEvent[]): unknown[] =>
  events.map((event) => (event.type === 'refused' ? event.refusal : event.type))

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

describe('a connection', () => {
  test('that came by no PROXY protocol port is closed', async () => {
    const { relay, events } = buildRelay(await startApp())
    const port = await listen(relay)
    await exchange(port, HEADERS['version 1']).then((answer) => expect(answer).toBe(''), ignoreReset)
    expect(refusals(events)).toEqual([{ reason: 'no-header' }])
  })

  test.each([
    ['version 2', 'hello', 'opened'],
    ['version 2 with IPv6', '', { reason: 'foreign-source' }],
    ['LOCAL', 'hello', 'opened'],
  ] as const)('is let in by its source: %s', async (kind, answer, outcome) => {
    const { port, events } = await startRelay({ sources: ['192.0.2.0/24'] })
    expect(await exchange(port, HEADERS[kind])).toBe(answer)
    expect(refusals(events)[0]).toEqual(outcome)
  })

  test.each(['LOCAL', 'UNKNOWN', 'UNSPEC'] as const)('without a source is closed by choice: %s', async (kind) => {
    const { port, events } = await startRelay({ local: 'close' })
    expect(await exchange(port, HEADERS[kind])).toBe('')
    expect(refusals(events)).toEqual([{ reason: 'local' }])
  })

  test('carries many bytes both ways, and its counters are of those alone', async () => {
    const { port, events } = await startRelay({ sendProxy: 'v1' })
    const word = 'x'.repeat(3_000_000)
    const answer = await exchange(port, HEADERS['version 2'], word)
    const header = 'PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n'
    expect(answer.length).toBe(word.length + header.length)
    await expect
      .poll(() => events.at(-1))
      .toMatchObject({
        type: 'closed',
        end: 'ended',
        bytesFromClient: word.length,
        bytesToClient: answer.length,
      })
  })

  test('waits for a side that does not read', async () => {
    let written = 0
    const app = await startApp((socket) => {
      const write = (): void => {
        while (written < 2000) {
          written++
          if (!socket.write(Buffer.alloc(65_536))) break
        }
        socket.once('drain', write)
      }
      write()
    })
    const { port } = await startRelay({}, app)
    const socket = dial(port).pause()
    socket.write(HEADERS['version 1'])
    const settled = async (): Promise<number> => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 100))
      return written === 0 ? 1 : written - before
    }
    await expect.poll(settled, { timeout: 10_000 }).toBe(0)
    expect(written).toBeLessThan(1000)
  })

  test.each(['client', 'application'])('that the %s resets is reset on the other side', async (side) => {
    const far = Promise.withResolvers<Socket>()
    const { port, events } = await startRelay({}, await startApp((socket) => far.resolve(socket.resume())))
    const near = dial(port)
    near.resume().write(HEADERS['version 1'])
    const app = await far.promise
    await expect.poll(() => refusals(events)).toEqual(['opened'])
    const [first, second] = side === 'client' ? [near, app] : [app, near]
    first.resetAndDestroy()
    await new Promise((resolve) => second.once('close', resolve))
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'closed', end: 'broken' })
  })

  test('that the application resets as soon as it has it is refused', async () => {
    const { port, events } = await startRelay({}, await startApp((socket) => void socket.resetAndDestroy()))
    await exchange(port, HEADERS['version 1']).then((answer) => expect(answer).toBe(''), ignoreReset)
    await expect.poll(() => events).toHaveLength(events.some(({ type }) => type === 'opened') ? 2 : 1)
  })

  test('on which nothing moves for too long is closed', async () => {
    const { port, events } = await startRelay({ idleTimeoutSeconds: 0.1 }, await startApp(() => undefined))
    const socket = dial(port)
    socket.resume().write(HEADERS['version 1'])
    await new Promise((resolve) => socket.once('close', resolve))
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'closed', end: 'idle' })
  })

  test('is closed where the application cannot be reached', async () => {
    const { port, events } = await startRelay({ upstream: { path: '/nowhere.sock' } })
    expect(await exchange(port, HEADERS['version 1'])).toBe('')
    await expect.poll(() => refusals(events)).toEqual([{ reason: 'unreachable', code: 'ENOENT' }])
  })

  test('over the limit is closed, until another one ends', async () => {
    const { port, events } = await startRelay({ maxConnections: 1 })
    const first = dial(port)
    first.write(HEADERS['version 1'])
    await expect.poll(() => refusals(events)).toEqual(['opened'])
    expect(await exchange(port, HEADERS['version 1'])).toBe('')
    first.end()
    await text(first)
    await expect.poll(() => events.at(-1)?.type).toBe('closed')
    expect(await exchange(port, HEADERS['version 1'])).toBe('hello')
    expect(refusals(events).slice(0, 2)).toEqual(['opened', { reason: 'too-many', maxConnections: 1 }])
  })

  test('whose fields do not fit into a header that receivers take is closed', async () => {
    const fields = Array.from({ length: 5 }, () => ({ type: 'unknown', code: 0xe1, hex: 'ff'.repeat(1000) }) as const)
    const { relay, events } = buildRelay(await startApp(), { sendProxy: 'v2', tlvs: ['unknown'] })
    const options = { senders: ['127.0.0.0/8'], maxHeaderBytes: 65_551, report: () => undefined }
    const front = createProxyProtocolServer(relay, options)
    const { port } = await front.listen({ port: 0, host: LOOPBACK })
    onTestFinished(() => void front.close())
    expect(await exchange(port, encodeProxyHeader({ ...V2, tlvs: fields }, { maxBytes: 65_551 }))).toBe('')
    expect(refusals(events)).toEqual([{ reason: 'header-too-long' }])
  })
})
