import { createServer as createHttpServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { clientOf, proxyHeaderOf, verifyRequests } from '../../src/origin/node/index.ts'
import { VALID } from './assertions.ts'
import { GET, HEADERS, start, startHttp } from './proxy-protocol-front.ts'
import { LOOPBACK, openConnection, writeRequest } from './raw-http.ts'
import { createReportingVerifier } from './vectors.ts'

/** A LOCAL header as AWS sends it with health checks: with addresses, which mean nothing. */
const LOCAL_WITH_ADDRESSES = Buffer.from(HEADERS['version 2']).fill(0x20, 12, 13)
const HEALTH = writeRequest({ method: 'GET', target: '/health', headers: [] })

describe('a connection with a header', () => {
  test.each([
    { name: 'version 2', answer: '192.0.2.7' },
    { name: 'version 2 with IPv6', answer: '2001:db8::7' },
    { name: 'version 1', answer: '192.0.2.7' },
  ] as const)('reaches the server with its client: $name', async ({ name, answer }) => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.send(HEADERS[name])
    connection.send(GET)
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: answer })
    connection.send(GET)
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: answer })
    const facts = { command: 'PROXY', sender: LOOPBACK, source: { address: answer, port: 40000 } }
    expect(events).toMatchObject([{ type: 'accepted', facts }])
  })

  test.each(['version 2', 'version 1'] as const)('may send it and a request in one piece: %s', async (name) => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS[name], Buffer.from(GET + GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
  })

  test.each(['version 2', 'version 1'] as const)('may send it byte by byte: %s', async (name) => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.socket.setNoDelay(true)
    for (const byte of [...HEADERS[name], ...Buffer.from(GET)]) {
      connection.send(Uint8Array.of(byte))
      await new Promise(setImmediate)
    }
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
  })

  test('may be verified by its assertion as well: header and assertion are two facts', async () => {
    const { verifier } = createReportingVerifier()
    const guarded = verifyRequests(verifier, (request, response) => {
      const facts = proxyHeaderOf(request.socket)
      response.end(`${clientOf(request)?.via} ${facts?.command === 'PROXY' && facts.source.address}`)
    })
    const { port } = await start(createHttpServer(guarded))
    const connection = await openConnection(port)
    connection.send(HEADERS['version 2 with IPv6'])
    connection.send(writeRequest({ method: 'GET', target: '/', headers: [['X-Client-IP-Assertion', VALID]] }))
    expect(await connection.readResponse()).toMatchObject({ status: 200 })
    connection.send(GET)
    connection.socket.end()
    expect(await connection.readAll()).toContain('401')
  })
})

describe('a second header', () => {
  test.each(['version 2', 'version 1'] as const)('is payload, and for HTTP a bad request: %s', async (name) => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2 with IPv6'], HEADERS[name], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 400 })
    expect(await connection.readAll()).toBe('')
  })
})

describe('a connection without a client', () => {
  test.each([
    { name: 'LOCAL', bytes: HEADERS.LOCAL },
    { name: 'LOCAL with addresses', bytes: LOCAL_WITH_ADDRESSES },
    { name: 'UNSPEC', bytes: HEADERS.UNSPEC },
    { name: 'UNKNOWN', bytes: HEADERS.UNKNOWN },
  ])('is marked as such, so that it gets its health check and nothing else: $name', async ({ bytes }) => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([bytes, Buffer.from(HEALTH + GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: 'nobody' })
    expect(await connection.readResponse()).toMatchObject({ status: 403 })
    expect(events).toMatchObject([{ type: 'accepted', facts: { command: 'LOCAL', sender: LOOPBACK } }])
    expect(events).not.toHaveProperty('0.facts.source')
  })
})
