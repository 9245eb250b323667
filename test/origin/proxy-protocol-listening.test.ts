import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createProxyProtocolServer } from '../../src/origin/node/index.ts'
import { app, GET, HEADERS, start, startHttp } from './proxy-protocol-front.ts'
import { LOOPBACK, openConnection, writeRequest } from './raw-http.ts'

describe('closing', () => {
  test('drops who has no header yet, lets a running request finish, and frees the port', async () => {
    const served = vi.fn<RequestListener>((_, response) => void setTimeout(() => response.end('done'), 50))
    const { front, port } = await start(createHttpServer(served))
    const waiting = await openConnection(port)
    const running = await openConnection(port)
    running.send(
      Buffer.concat([
        HEADERS['version 2'],
        Buffer.from(writeRequest({ method: 'GET', target: '/', headers: [['Connection', 'close']] })),
      ]),
    )
    await expect.poll(() => served.mock.calls.length).toBe(1)
    const closed = front.close()
    expect(await waiting.readAll()).toBe('')
    expect(await running.readAll()).toContain('done')
    await closed
    const late = connect(port, LOOPBACK)
    expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }])
  })

  test('drops connections that are kept alive without a request', async () => {
    const { front, port } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200 })
    await front.close()
    expect(await connection.readAll()).toBe('')
  })

  test('leaves no timer behind that would keep the process', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { front, port } = await start(createTcpServer((socket) => socket.end()))
    const connection = await openConnection(port)
    await openConnection(port)
    await expect.poll(() => vi.getTimerCount(), { interval: 0 }).toBe(2)
    connection.send(HEADERS['version 2'])
    await connection.readAll()
    expect(vi.getTimerCount()).toBe(1)
    await front.close()
    await expect.poll(() => vi.getTimerCount(), { interval: 0 }).toBe(0)
  })

  test('may be asked for twice, and before anything listens', async () => {
    const front = createProxyProtocolServer(createHttpServer(), { senders: ['127.0.0.1/32'], report: () => undefined })
    await front.close()
    await front.listen({ port: 0, host: LOOPBACK })
    await Promise.all([front.close(), front.close()])
  })
})

test('an HTTP server watches its own timeouts behind the listener', async () => {
  const server = createHttpServer({ connectionsCheckingInterval: 20, headersTimeout: 60, requestTimeout: 60 }, app)
  const { port } = await start(server)
  const connection = await openConnection(port)
  connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from('GET / HTTP/1.1\r\n')]))
  expect(await connection.readResponse()).toMatchObject({ status: 408 })
})

test('a port that is taken rejects with what the system says', async () => {
  const { port } = await startHttp()
  const front = createProxyProtocolServer(createHttpServer(), { senders: ['127.0.0.1/32'], report: () => undefined })
  await expect(front.listen({ port, host: LOOPBACK })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('a server that listens by itself is refused, for that port would take connections without a header', async () => {
  const server = createHttpServer()
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  onTestFinished(() => void server.close())
  const create = () => createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], report: () => undefined })
  expect(create).toThrow(expect.objectContaining({ code: 'ALREADY_LISTENING' }))
})

test('a server that has begun to listen by itself in the meantime is refused too', async () => {
  const server = createHttpServer()
  const front = createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], report: () => undefined })
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  onTestFinished(() => void server.close())
  await expect(front.listen({ port: 0, host: LOOPBACK })).rejects.toMatchObject({ code: 'ALREADY_LISTENING' })
})

test('what the system takes from a server that listens is reported and ends nothing; before that it is an error', async () => {
  const [server, silent] = [createHttpServer(app), createHttpServer()]
  createProxyProtocolServer(silent, { senders: ['127.0.0.1/32'], report: () => undefined })
  const { front, port, events } = await start(server)
  const error = Object.assign(new Error('too many open files'), { code: 'EMFILE' })
  expect(() => silent.emit('error', error)).toThrow(error)
  server.emit('error', error)
  expect(events).toEqual([{ type: 'listener-failed', error }])
  const connection = await openConnection(port)
  connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
  expect(await connection.readResponse()).toMatchObject({ status: 200 })
  connection.socket.destroy()
  await front.close()
  expect(() => server.emit('error', error)).toThrow(error)
})
