import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Verifier } from '../../src/origin/index.ts'
import { clientOf, verifyUpgrades } from '../../src/origin/node/index.ts'
import { LOOPBACK, listen, openConnection, writeRequest } from './raw-http.ts'
import { createReportingVerifier, groupHeaders } from './vectors.ts'
import { ASSERTION, FORGED, GET } from './verified-server.ts'

describe('an upgrade', () => {
  const handshake = [
    ['Connection', 'Upgrade, x-client-ip'],
    ['Upgrade', 'echo'],
  ] as const

  async function serveUpgrades() {
    const { verifier, events } = createReportingVerifier()
    const server = createServer().on(
      'upgrade',
      verifyUpgrades(verifier, (request: IncomingMessage, socket, head) => {
        const seen = {
          client: clientOf(request)?.ip,
          headers: groupHeaders(Object.entries(request.headersDistinct).map(([name, values]) => [name, `${values}`])),
        }
        socket.write(`HTTP/1.1 101 Switching Protocols\r\nseen: ${JSON.stringify(seen)}\r\n\r\n${head}`)
        socket.on('error', () => socket.destroy()).pipe(socket)
      }),
    )
    return { port: await listen(server), events }
  }

  test('is handed on with the client, clean headers and the bytes behind it', async () => {
    const { port } = await serveUpgrades()
    const connection = await openConnection(port)
    connection.send(writeRequest({ ...GET, headers: [...handshake, ASSERTION, FORGED] }, 'early '))
    const response = await connection.readResponse()
    expect(response?.status).toBe(101)
    const headers = { connection: 'Upgrade', upgrade: 'echo', 'x-client-ip': '192.0.2.7' }
    expect(JSON.parse(response?.headers.get('seen') ?? '')).toEqual({ client: '192.0.2.7', headers })
    connection.send('late')
    connection.socket.end()
    expect(await connection.readAll()).toBe('early late')
  })

  test('without an assertion is refused like any request, and its connection closed', async () => {
    const { port, events } = await serveUpgrades()
    const connection = await openConnection(port)
    connection.send(writeRequest({ ...GET, headers: [...handshake, FORGED] }))
    const response = await connection.readResponse()
    expect([response?.status, response?.headers.get('connection'), response?.headers.get('cache-control')]).toEqual([
      401,
      'close',
      'no-store',
    ])
    expect(JSON.parse(response?.body ?? '')).toEqual({ type: 'about:blank', title: 'Unauthorized', status: 401 })
    expect(await connection.readAll()).toBe('')
    expect(events).toMatchObject([{ type: 'refused', rejection: { reason: 'missing' } }])
  })

  test('without an assertion is closed even if the client keeps its side open', async () => {
    const { verifier } = createReportingVerifier()
    const server = createServer().on('upgrade', verifyUpgrades(verifier, unreachable))
    const accepted = once(server, 'connection') as Promise<[Socket]>
    const client = connectTcp({ port: await listen(server), host: LOOPBACK, allowHalfOpen: true })
    onTestFinished(() => void client.destroy())
    client.resume().write(writeRequest({ ...GET, headers: [...handshake] }))
    const [socket] = await accepted
    await once(socket, 'close')
    expect(client.writableEnded).toBe(false)
  })

  test('that is reset before the verdict ends nothing but itself', async () => {
    const { verifier } = createReportingVerifier()
    let decide = (): void => undefined
    const mayDecide = new Promise<void>((resolve) => (decide = resolve))
    const slow: Verifier = { ...verifier, check: (request) => mayDecide.then(() => verifier.check(request)) }
    const server = createServer()
    const accepted = once(server, 'connection') as Promise<[Socket]>
    const upgraded = once(server.on('upgrade', verifyUpgrades(slow, unreachable)), 'upgrade')
    const client = connectTcp(await listen(server), LOOPBACK)
    client.write(writeRequest({ ...GET, headers: [...handshake, ASSERTION] }))
    const [socket] = await accepted
    await upgraded
    client.resetAndDestroy()
    await new Promise<void>((resolve) => socket.once('close', () => resolve()))
    decide()
    await new Promise(setImmediate)
    expect(socket.destroyed).toBe(true)
  })
})

function unreachable(): never {
  throw new Error('the application was called')
}
