import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProxyProtocolServer, type ProxyProtocolEvent } from '../../src/origin/node/index.ts'
import { encodeProxyHeader } from '../../src/proxy-protocol/index.ts'
import { app, HEADERS, startHttp } from './proxy-protocol-front.ts'
import { openConnection, writeRequest } from './raw-http.ts'

const LAST = writeRequest({ method: 'GET', target: '/', headers: [['Connection', 'close']] })

async function askOverUnix(senders: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-unix-'))
  const events: ProxyProtocolEvent[] = []
  const server = createHttpServer(app)
  const front = createProxyProtocolServer(server, { senders, report: (event) => events.push(event) })
  onTestFinished(async () => {
    await front.close()
    rmSync(folder, { recursive: true })
  })
  const path = join(folder, 'socket')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const socket = connect(path)
  socket.write(Buffer.concat([HEADERS['version 2'], Buffer.from(LAST)]))
  return { answer: await text(socket).catch(() => ''), events }
}

describe('a server on a UNIX socket', () => {
  test('takes headers where "unix" is a sender', async () => {
    const { answer, events } = await askOverUnix(['unix'])
    expect(answer).toContain('192.0.2.7')
    expect(events).toMatchObject([{ type: 'accepted', facts: { sender: 'unix' } }])
  })

  test('takes nobody where it is not, for there is no prefix that such a peer is in', async () => {
    const { answer, events } = await askOverUnix(['127.0.0.0/8'])
    expect(answer).toBe('')
    expect(events).toMatchObject([{ type: 'closed', peer: 'unix', refusal: { reason: 'stranger' } }])
  })
})

test('"unix" lets nobody in by TCP', async () => {
  const { port, events } = await startHttp({ senders: ['unix'] })
  const connection = await openConnection(port)
  expect(await connection.readAll()).toBe('')
  expect(events).toMatchObject([{ type: 'closed', refusal: { reason: 'stranger' } }])
})

describe('a header with names of UNIX sockets', () => {
  test('names no client where it is accepted', async () => {
    const { port, events, front } = await startHttp({ unix: 'accept' })
    const [source, destination] = [{ path: '/run/a' }, { path: '/run/b' }]
    const connection = await openConnection(port)
    connection.send(
      encodeProxyHeader({
        version: 2,
        command: 'PROXY',
        family: 'unix',
        transport: 'stream',
        source,
        destination,
        tlvs: [],
      }),
    )
    connection.send(LAST)
    expect(await connection.readResponse()).toMatchObject({ status: 403, body: 'nobody' })
    expect(events).toMatchObject([{ type: 'accepted', facts: { command: 'LOCAL', header: { source } } }])
    expect(front.counters()).toMatchObject({ accepted: 0, local: 1 })
  })
})

describe('what is chosen of a header', () => {
  test.each([
    {
      name: 'a header without a checksum',
      bytes: HEADERS['version 1'],
      change: { crc: 'require' },
      fault: 'missing-crc',
    },
    { name: 'UNSPEC', bytes: HEADERS.UNSPEC, change: { unspec: 'refuse' }, fault: 'unspec-refused' },
    { name: 'UNKNOWN', bytes: HEADERS.UNKNOWN, change: { unspec: 'refuse' }, fault: 'unspec-refused' },
  ] as const)('refuses it: $name', async ({ bytes, change, fault }) => {
    const { port, events, front } = await startHttp(change)
    const connection = await openConnection(port)
    connection.send(bytes)
    expect(await connection.readAll()).toBe('')
    expect(events).toMatchObject([{ type: 'closed', refusal: { reason: 'bad-header', fault } }])
    expect(front.counters()).toMatchObject({ accepted: 0, closed: { 'bad-header': 1 } })
  })

  test('passes a wrong checksum where it shall be ignored', async () => {
    const { port } = await startHttp({ crc: 'ignore' })
    const connection = await openConnection(port)
    const bytes = Buffer.from(HEADERS['version 2'])
    bytes[16] = 193
    connection.send(Buffer.concat([bytes, Buffer.from(LAST)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '193.0.2.7' })
  })
})
