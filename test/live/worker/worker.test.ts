import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyAssertion } from '../../../src/assertion/verify-assertion.ts'
import { type LiveOrigin, startOrigin } from './live-origin.ts'
import { AUDIENCE, ISSUER, type LiveWorker, startWorker } from './start-worker.ts'

/** What hangs is waited for so long; what answers has to do so within it on a busy machine too. */
const ORIGIN_TIMEOUT_SECONDS = 3

let origin: LiveOrigin
let worker: LiveWorker

beforeAll(async () => {
  origin = await startOrigin()
  worker = await startWorker(origin.url, ORIGIN_TIMEOUT_SECONDS)
})

afterAll(async () => {
  await worker.stop()
  await origin.stop()
})

/** Sends bytes as they are and returns everything that comes back until the other side closes. */
async function send(head: string): Promise<string> {
  const socket = connect(worker.port, '127.0.0.1')
  socket.setEncoding('latin1')
  socket.write(`${head.replaceAll('\n', '\r\n')}\r\nHost: www.example.com\r\nConnection: close\r\n\r\n`)
  let received = ''
  for await (const chunk of socket) received += String(chunk)
  return received
}

type Told = { readonly method: string; readonly lines: readonly string[] }

function toldTo(response: string): Told {
  // Sound: the origin of this test writes this shape.
  return JSON.parse(response.slice(response.indexOf('{'), response.lastIndexOf('}') + 1)) as Told
}

function valuesOf({ lines }: Told, name: string): readonly string[] {
  return lines.filter((_, i) => i % 2 === 1 && lines[i - 1]?.toLowerCase() === name)
}

function statusOf(response: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1])
}

async function responseTo(sent: ClientRequest): Promise<IncomingMessage> {
  // Sound: node:http emits the response as the one argument of this event.
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return response
}

async function readAll(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return text
}

describe('the Worker in workerd, on real sockets', () => {
  test.each(['192.0.2.7', '2001:db8::7'])('seals %s, in place of everything the client claimed', async (ip) => {
    const claims =
      'X-Client-IP-Assertion: forged\nX_Client_IP_Assertion: forged\nX-Client-IP: forged\nX-Forwarded-For: forged'
    const told = toldTo(await send(`GET /headers HTTP/1.1\nCF-Connecting-IP: ${ip}\n${claims}`))
    const expected = { keys: worker.keys, issuer: ISSUER, audience: AUDIENCE, bind: 'none' } as const
    const lines = valuesOf(told, 'x-client-ip-assertion')
    expect(await verifyAssertion(lines, expected, Date.now() / 1000)).toMatchObject({ ok: true, client: { ip } })
    expect(told.lines).not.toContain('forged')
  })

  test('refuses two addresses without a word about them', async () => {
    const response = await send('GET /headers HTTP/1.1\nCF-Connecting-IP: 192.0.2.7\nCF-Connecting-IP: 192.0.2.8')
    expect(statusOf(response)).toBe(403)
    expect(response.endsWith('{"type":"about:blank","title":"Forbidden","status":403}')).toBe(true)
  })

  test('answers a header of a megabyte with 431', async () => {
    expect(statusOf(await send(`GET /headers HTTP/1.1\nX-Big: ${'a'.repeat(1 << 20)}`))).toBe(431)
  })

  test.each([
    { name: 'TRACE, which would show the seal to the client', head: 'TRACE /headers HTTP/1.1', want: 501 },
    { name: 'what it does not know under its own path', head: 'GET /x/../.well-known/ipseal/x HTTP/1.1', want: 404 },
  ])('does not pass on $name', async ({ head, want }) => {
    expect(statusOf(await send(head))).toBe(want)
  })

  test('passes redirects on', async () => {
    const response = await send('GET /moved HTTP/1.1')
    expect([statusOf(response), /location: (\S+)/i.exec(response)?.[1]]).toEqual([302, 'https://elsewhere.example/'])
  })

  test('passes HEAD on with the length that it asks for', async () => {
    expect(await send('HEAD /length HTTP/1.1')).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.+\r\n)*content-length: 5\r\n/i)
  })

  test('keeps the length of a body', async () => {
    const sent = request({ port: worker.port, path: '/headers', method: 'PUT', headers: { 'content-length': '5' } })
    sent.end('hello')
    const response = await responseTo(sent)
    expect(valuesOf(toldTo(await readAll(response)), 'content-length')).toEqual(['5'])
  })
})

describe('streams', () => {
  test('flow both ways at once: the origin answers the first half before the client sends the second', async () => {
    const sent = request({ port: worker.port, path: '/echo', method: 'POST' })
    sent.write('first')
    const response = await responseTo(sent)
    const [first] = await once(response, 'data')
    sent.end('second')
    expect([String(first), await readAll(response)]).toEqual(['got first;', 'got second;end'])
  })

  test('of a WebSocket pass through, sealed', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${worker.port}/socket`)
    await once(socket, 'open')
    socket.send('hello')
    const [event] = await once(socket, 'message')
    socket.close()
    expect(event).toMatchObject({ data: 'hello sealed' })
  })

  test('that the client breaks off end at the origin', async () => {
    const sent = request({ port: worker.port, path: '/drip', agent: false }).end()
    const response = await responseTo(sent)
    await once(response, 'data')
    sent.on('error', () => undefined)
    sent.socket?.resetAndDestroy()
    await origin.connectionEnd('/drip')
  })
})

describe('an origin', () => {
  test('that hangs gives 504, and is let go', async () => {
    expect(statusOf(await send('GET /hang HTTP/1.1'))).toBe(504)
    await origin.connectionEnd('/hang')
    expect(worker.records).toContainEqual(expect.objectContaining({ originOutcome: 'timed-out', level: 50 }))
  })

  test('that hangs after it was sent a body gives 504', async () => {
    const sent = request({ port: worker.port, path: '/hang-post', method: 'POST', agent: false })
    sent.end('body')
    const response = await responseTo(sent)
    expect(response.statusCode).toBe(504)
  })

  test('that is away gives 502', async () => {
    await origin.stop()
    expect(statusOf(await send('GET /headers HTTP/1.1'))).toBe(502)
    origin = await startOrigin()
  })
})
