import { once } from 'node:events'
import { type IncomingMessage, request as openRequest } from 'node:http'
import type { Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LOOPBACK, writeRequest } from '../origin/raw-http.ts'
import { ASSERTION } from '../origin/verified-server.ts'
import { GET, OK, sendTo, serveBytes } from './sidecar-bytes-app.ts'

const [NAME, VALUE] = ASSERTION

describe('a kept connection that the application closes as the next request comes', () => {
  const closing = (socket: Socket, connection: number, text: string): void => {
    if (connection === 1 && text.includes('/second')) socket.destroy()
    else socket.write(OK)
  }
  const second = (method: string, body = ''): string => {
    const headers = body === '' ? [ASSERTION] : [ASSERTION, ['Content-Length', `${body.length}`] as const]
    return writeRequest({ method, target: '/second', headers }, body)
  }

  test.each(['GET', 'OPTIONS', 'DELETE'])('lets %s go out once more on a new one', async (method) => {
    const { port, events, connections } = await serveBytes(closing)
    const connection = await sendTo(port, GET)
    await connection.readResponse()
    connection.send(second(method))
    expect((await connection.readResponse())?.status).toBe(200)
    expect(events.map(({ type }) => type)).toEqual(['answered', 'retried', 'answered'])
    expect(connections()).toBe(2)
  })

  test.each([
    ['POST', ''],
    ['PATCH', ''],
    ['PUT', 'abc'],
  ])('lets %s %j fail, which may have been done', async (method, body) => {
    const { port, events } = await serveBytes(closing)
    const connection = await sendTo(port, GET)
    await connection.readResponse()
    connection.send(second(method, body))
    expect((await connection.readResponse())?.status).toBe(502)
    expect(events.map(({ type }) => type)).toEqual(['answered', 'unreachable'])
  })

  test('is no reason to try another one that has lain idle as long', async () => {
    const waiting: Socket[] = []
    const { port, events, connections } = await serveBytes((socket, connection, text) => {
      if (text.includes('/first')) waiting.push(socket)
      else if (connection <= 2) socket.destroy()
      else socket.write(OK)
    })
    const first = writeRequest({ method: 'GET', target: '/first', headers: [ASSERTION] })
    const clients = [await sendTo(port, first), await sendTo(port, first)]
    await expect.poll(() => waiting.length).toBe(2)
    for (const socket of waiting) socket.write(OK)
    for (const client of clients) await client.readResponse()
    clients[0]?.send(second('GET'))
    expect((await clients[0]?.readResponse())?.status).toBe(200)
    expect(events.map(({ type }) => type)).toEqual(['answered', 'answered', 'retried', 'answered'])
    expect(connections()).toBe(3)
  })

  test('is tried once, and not for ever', async () => {
    const { port, connections } = await serveBytes((socket, _, text) => {
      if (text.includes('/second')) socket.destroy()
      else socket.write(OK)
    })
    const connection = await sendTo(port, GET)
    await connection.readResponse()
    connection.send(second('GET'))
    expect((await connection.readResponse())?.status).toBe(502)
    expect(connections()).toBe(2)
  })
})

describe('a full sidecar', () => {
  test('answers 503, and serves again when there is room', async () => {
    const waiting: Socket[] = []
    const { port, events } = await serveBytes((socket) => void waiting.push(socket), { maxRequests: 2 })
    const first = await sendTo(port, GET)
    const others = await sendTo(port, GET)
    await expect.poll(() => waiting.length).toBe(2)
    const third = await sendTo(port, GET)
    const refused = await third.readResponse()
    expect([refused?.status, refused?.headers.get('retry-after')]).toEqual([503, '1'])
    for (const socket of waiting) socket.write(OK)
    expect([(await first.readResponse())?.status, (await others.readResponse())?.status]).toEqual([200, 200])
    third.send(GET)
    await expect.poll(() => waiting.length).toBe(3)
    waiting[2]?.write(OK)
    expect((await third.readResponse())?.status).toBe(200)
    expect(events.filter(({ type }) => type === 'overloaded')).toEqual([{ type: 'overloaded', limit: 'maxRequests' }])
  })

  test('counts what is pipelined on one connection too', async () => {
    const waiting: Socket[] = []
    const { port } = await serveBytes((socket) => void waiting.push(socket), { maxRequests: 2 })
    const connection = await sendTo(port, GET.repeat(4))
    await expect.poll(() => waiting.length).toBe(2)
    for (const socket of waiting) socket.write(OK)
    const statuses: unknown[] = []
    for (let i = 0; i < 4; i++) statuses.push((await connection.readResponse())?.status)
    expect(statuses).toEqual([200, 200, 503, 503])
  })
})

test('connections to the application are kept', async () => {
  const { port, connections } = await serveBytes((socket) => void socket.write(OK))
  for (let i = 0; i < 3; i++) {
    const sent = openRequest({ host: LOOPBACK, port, headers: { [NAME]: VALUE }, agent: false })
    const [response] = (await once(sent.end(), 'response')) as [IncomingMessage]
    await once(response.resume(), 'end')
    onTestFinished(() => void sent.destroy())
  }
  expect(connections()).toBe(1)
})
