import { once } from 'node:events'
import { type IncomingMessage, request as openRequest } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LOOPBACK, openConnection, writeRequest } from '../origin/raw-http.ts'
import { ASSERTION } from '../origin/verified-server.ts'
import { startListener } from './sidecar-apps.ts'
import { startSidecar } from './sidecar-under-test.ts'

type Listener = Parameters<typeof startListener>[0]
const [NAME, VALUE] = ASSERTION

/** Puts a sidecar in front of a node:http listener until the test is over. */
async function serve(listener: Listener, setup: Parameters<typeof startSidecar>[1] = {}) {
  const app = await startListener(listener)
  onTestFinished(app.stop)
  return { ...(await startSidecar(app.url, setup)), app }
}

async function ask(port: number, method = 'GET', body?: string) {
  const sent = openRequest({ host: LOOPBACK, port, method, headers: { [NAME]: VALUE, Host: 'app.example.com' } })
  // Sound: node:http emits the response as the one argument of this event.
  const [response] = (await once(sent.end(body), 'response')) as [IncomingMessage]
  return response
}

const CHUNK = Buffer.alloc(65_536, 'x')
const MANY = 320

describe('a body', () => {
  test('goes on as it comes, both ways, and arrives whole', async () => {
    const { port } = await serve((request, response) => void request.pipe(response))
    const sent = openRequest({ host: LOOPBACK, port, method: 'POST', headers: { [NAME]: VALUE } })
    sent.write('first')
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    expect(String(await once(response, 'data'))).toBe('first')
    const back = text(response)
    for (let i = 0; i < MANY; i++) if (!sent.write(CHUNK)) await once(sent, 'drain')
    sent.end('last')
    expect(await back).toBe(`${'x'.repeat(MANY * CHUNK.length)}last`)
  })

  test('waits in the application for a client that does not read', async () => {
    let written = 0
    const { port } = await serve((_, response) => {
      const write = (): void => {
        while (written < MANY) {
          written++
          if (!response.write(CHUNK)) break
        }
        response.once('drain', write)
      }
      write()
    })
    const connection = connect(port, LOOPBACK)
    onTestFinished(() => void connection.destroy())
    connection.write(writeRequest({ method: 'GET', target: '/', headers: [ASSERTION] }))
    await once(connection, 'readable')
    const settled = async (): Promise<number> => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 100))
      return written - before
    }
    await expect.poll(settled, { timeout: 10_000 }).toBe(0)
    expect(written).toBeLessThan(MANY)
    connection.resume()
    await expect.poll(() => written, { timeout: 10_000 }).toBe(MANY)
  })

  test('waits in the client for an application that does not read', async () => {
    const mayRead = Promise.withResolvers<void>()
    const { port } = await serve((request, response) => {
      void mayRead.promise.then(() => request.resume().on('end', () => response.end()))
    })
    const sent = openRequest({ host: LOOPBACK, port, method: 'POST', headers: { [NAME]: VALUE } })
    const many = 2000
    let written = 0
    const write = (): void => {
      while (written < many) {
        written++
        if (!sent.write(CHUNK)) break
      }
      if (written === many) sent.end()
    }
    sent.on('drain', write)
    write()
    const settled = async (): Promise<number> => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 100))
      return written - before
    }
    await expect.poll(settled, { timeout: 10_000 }).toBe(0)
    expect(written).toBeLessThan(many)
    mayRead.resolve()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    expect([response.statusCode, written]).toEqual([200, many])
  })

  test('that the application does not want is read and thrown away, and the connection goes on', async () => {
    const { port } = await serve((request, response) => {
      const isUpload = request.method === 'POST'
      response.writeHead(isUpload ? 413 : 200, { 'content-length': 2 }).end('no')
    })
    const connection = await openConnection(port)
    const body = 'x'.repeat(3_000_000)
    const headers = [ASSERTION, ['Content-Length', `${body.length}`]] as const
    connection.send(writeRequest({ method: 'POST', target: '/', headers }, body))
    expect((await connection.readResponse())?.status).toBe(413)
    connection.send(writeRequest({ method: 'GET', target: '/', headers: [ASSERTION] }))
    expect((await connection.readResponse())?.status).toBe(200)
  })
})

describe('a message', () => {
  test('keeps its trailers both ways', async () => {
    const { port } = await serve((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { Trailer: 'X-Sum' })
        response.write('abc')
        response.addTrailers([['X-Sum', JSON.stringify(request.trailers)]])
        response.end()
      })
    })
    const sent = openRequest({ host: LOOPBACK, port, method: 'POST', headers: { [NAME]: VALUE, Trailer: 'X-Up' } })
    sent.write('abc')
    sent.addTrailers({ 'X-Up': '1', 'X-Real-IP': '203.0.113.66' })
    const [response] = (await once(sent.end(), 'response')) as [IncomingMessage]
    expect(await text(response)).toBe('abc')
    expect(response.headers.trailer).toBe('X-Sum')
    expect(response.trailers).toEqual({ 'x-sum': '{"x-up":"1"}' })
  })

  test('tells a HEAD request the length that the body would have', async () => {
    const { port } = await serve((_, response) => response.writeHead(200, { 'content-length': 4711 }).end())
    const response = await ask(port, 'HEAD')
    expect([response.statusCode, response.headers['content-length']]).toEqual([200, '4711'])
  })

  test('keeps repeated header lines, its reason, and bytes beyond ASCII', async () => {
    const name = Buffer.from('attachment; filename="Gr\u00fc\u00dfe"').toString('latin1')
    const { port } = await serve((_, response) => {
      const headers = ['Set-Cookie', 'a=1', 'Content-Length', '2', 'Set-Cookie', 'b=2', 'Content-Disposition', name]
      response.writeHead(299, 'Quite Fine', headers).end('ok')
    })
    const response = await ask(port)
    expect([response.statusCode, response.statusMessage, response.headers['set-cookie']]).toEqual([
      299,
      'Quite Fine',
      ['a=1', 'b=2'],
    ])
    expect(response.headers['content-disposition']).toBe(name)
  })

  test('loses what was about the connection to the application', async () => {
    const { port } = await serve((_, response) => {
      response.writeHead(200, { Connection: 'close, X-Hop', 'X-Hop': '1', 'Keep-Alive': 'timeout=9', 'X-Kept': '1' })
      response.end()
    })
    const { headers } = await ask(port)
    expect(headers).toMatchObject({ 'x-kept': '1', connection: 'keep-alive', 'keep-alive': 'timeout=75' })
    expect(headers).not.toHaveProperty('x-hop')
  })

  test('comes with the hints that the application gives before it', async () => {
    const { port } = await serve((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
      response.end('page')
    })
    const sent = openRequest({ host: LOOPBACK, port, headers: { [NAME]: VALUE } })
    const answered = once(sent, 'response')
    const [hints] = await once(sent.end(), 'information')
    expect(hints).toMatchObject({ statusCode: 103, headers: { link: '</style.css>; rel=preload; as=style' } })
    const [response] = (await answered) as [IncomingMessage]
    expect(await text(response)).toBe('page')
  })

  test('of HTTP/1.0 ends with the connection where its length is not known', async () => {
    const { port } = await serve((_, response) => {
      response.write('chunk')
      response.end('ed')
    })
    const connection = await openConnection(port)
    connection.send(`GET / HTTP/1.0\r\nHost: app.example.com\r\n${NAME}: ${VALUE}\r\n\r\n`)
    const answer = await connection.readAll()
    expect(answer).toMatch(/\r\n\r\nchunked$/)
    expect(answer).not.toMatch(/transfer-encoding/i)
  })
})

test('an application is reached by a UNIX socket', async () => {
  const path = join(tmpdir(), `ipseal-sidecar-${process.pid}.sock`)
  const { app } = await serve(() => undefined)
  const unix = createServer((socket) => void socket.pipe(connect(Number(new URL(app.url).port), LOOPBACK)).pipe(socket))
  await once(unix.listen(path), 'listening')
  onTestFinished(() => void unix.close())
  app.server
    .removeAllListeners('request')
    .on('request', (request, response) => response.end(request.headers['x-real-ip']))
  const { port } = await startSidecar(`unix:${path}`)
  expect(await text(await ask(port))).toBe('192.0.2.7')
})

test('while observing, what would be refused goes on with no address at all', async () => {
  const { port, verdicts } = await serve((request, response) => response.end(JSON.stringify(request.headers)), {
    mode: 'observe',
  })
  const connection = await openConnection(port)
  const headers = [
    ['X-Forwarded-For', '203.0.113.66'],
    ['X-Forwarded-Proto', 'https'],
  ] as const
  connection.send(writeRequest({ method: 'GET', target: '/', headers }))
  expect(JSON.parse((await connection.readResponse())?.body ?? '')).toEqual({ host: 'app.example.com' })
  expect(verdicts).toMatchObject([{ type: 'observed' }])
})
