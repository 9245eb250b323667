import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProxyProtocolServer, type ProxyProtocolEvent } from '../../src/origin/node/index.ts'
import { encodeProxyHeader } from '../../src/proxy-protocol/index.ts'
import { app, GET, HEADERS, startHttp } from './proxy-protocol-front.ts'
import { LOOPBACK, openConnection } from './raw-http.ts'

const tooLarge = Buffer.from(HEADERS['version 2'])
tooLarge.writeUInt16BE(4081, 14)
const wrongCrc = Buffer.from(HEADERS['version 2'])
wrongCrc[16] = 193

describe('a connection without an acceptable header', () => {
  test.each([
    { name: 'plain HTTP', bytes: GET, reason: 'not-proxy-protocol' },
    {
      name: 'a method that begins like the header',
      bytes: 'PROPFIND / HTTP/1.1\r\n\r\n',
      reason: 'not-proxy-protocol',
    },
    { name: 'a version 2 header of 4097 bytes', bytes: tooLarge, reason: 'too-large' },
    { name: 'a version 1 line that does not end', bytes: `PROXY UNKNOWN ${'x'.repeat(200)}`, reason: 'line-too-long' },
    { name: 'a wrong checksum', bytes: wrongCrc, reason: 'wrong-crc' },
    { name: 'a UNIX address', bytes: encodeUnix(), reason: 'unix-refused' },
  ])('is closed unanswered: $name', async ({ bytes, reason }) => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.send(bytes)
    expect(await connection.readAll()).toBe('')
    await expect
      .poll(() => events)
      .toMatchObject([{ type: 'closed', refusal: { reason: 'bad-header', fault: reason } }])
  })

  test('is closed when its time is up, though it goes on sending', async () => {
    const { port, events } = await startHttp({ headerTimeoutSeconds: 0.15 })
    const connection = await openConnection(port)
    const bytes = [...HEADERS['version 2']].slice(0, -1)
    const drip = setInterval(() => connection.send(Uint8Array.of(bytes.shift() ?? 0)), 10)
    onTestFinished(() => clearInterval(drip))
    connection.send(Uint8Array.of(bytes.shift() ?? 0))
    expect(await connection.readAll()).toBe('')
    expect(bytes.length).toBeGreaterThan(0)
    await expect
      .poll(() => events)
      .toMatchObject([{ type: 'closed', refusal: { reason: 'timeout', timeoutSeconds: 0.15 } }])
  })

  test('is closed when its time is up, though it sends nothing', async () => {
    const { port, events } = await startHttp({ headerTimeoutSeconds: 0.05 })
    expect(await (await openConnection(port)).readAll()).toBe('')
    await expect.poll(() => events).toMatchObject([{ type: 'closed', refusal: { reason: 'timeout' } }])
  })

  test('is closed when it ends within its header', async () => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.socket.end(HEADERS['version 2'].subarray(0, 20))
    expect(await connection.readAll()).toBe('')
    await expect.poll(() => events).toMatchObject([{ type: 'closed', refusal: { reason: 'disconnected' } }])
  })

  test('ends nothing but itself when it is reset', async () => {
    const { port, events } = await startHttp()
    const socket = connect(port, LOOPBACK)
    socket.write(HEADERS['version 2'].subarray(0, 20))
    await once(socket, 'connect')
    const other = await openConnection(port)
    other.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    await other.readResponse()
    socket.resetAndDestroy()
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'closed', refusal: { reason: 'disconnected' } })
    other.send(GET)
    expect(await other.readResponse()).toMatchObject({ status: 200 })
  })

  test('is closed when more are waiting than may and it has waited longest, so that silent ones keep nobody out', async () => {
    const { front, port, events } = await startHttp({ maxWaiting: 2 })
    const [first, second, third] = [await openConnection(port), await openConnection(port), await openConnection(port)]
    expect(await first.readAll()).toBe('')
    expect(events).toMatchObject([{ type: 'closed', refusal: { reason: 'too-many-waiting', maxWaiting: 2 } }])
    expect(front.counters()).toMatchObject({ waiting: 2, closed: { 'too-many-waiting': 1 } })
    for (const connection of [third, second]) {
      connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
      expect(await connection.readResponse()).toMatchObject({ status: 200 })
    }
    const [fourth, fifth] = [await openConnection(port), await openConnection(port)]
    for (const connection of [fourth, fifth]) {
      connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
      expect(await connection.readResponse()).toMatchObject({ status: 200 })
    }
  })
})

function encodeUnix(): Uint8Array {
  const [source, destination] = [{ path: '/run/a' }, { path: '/run/b' }]
  return encodeProxyHeader({
    version: 2,
    command: 'PROXY',
    family: 'unix',
    transport: 'stream',
    source,
    destination,
    tlvs: [],
  })
}

describe('a sender', () => {
  test('outside the prefixes is closed, whatever it sends', async () => {
    const { port, events } = await startHttp({ senders: ['192.0.2.0/24', '2001:db8::/32'] })
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readAll()).toBe('')
    expect(events).toMatchObject([{ type: 'closed', peer: LOOPBACK, refusal: { reason: 'stranger' } }])
  })

  test('is the same by IPv4 and by IPv4-mapped IPv6, as a dual-stack socket shows it', async () => {
    const events: ProxyProtocolEvent[] = []
    const server = createHttpServer(app)
    const report = (event: ProxyProtocolEvent) => events.push(event)
    const front = createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], report })
    const { port } = await front.listen({ port: 0, host: '::ffff:127.0.0.1' })
    onTestFinished(() => front.close())
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ body: '192.0.2.7' })
    expect(events).toMatchObject([{ facts: { sender: LOOPBACK } }])
  })
})
