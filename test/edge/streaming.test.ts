import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { edgeUnderTest, optionsFor, originAt, settingsWith } from './edge-under-test.ts'
import { serve, serveHandler } from './servers.ts'

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

async function startPath(listener: Listener, timeoutSeconds = 20) {
  const { url } = await serve(listener)
  const { handle, records } = await edgeUnderTest(
    optionsFor(settingsWith({ origins: [originAt(url, { timeoutSeconds })] })),
  )
  const { port } = await serveHandler(handle)
  const open = (method: string, headers: Readonly<Record<string, string>> = {}): ClientRequest =>
    request({ port, host: '127.0.0.1', method, headers: { ...headers, host: 'www.example.com' }, agent: false })
  return { open, records }
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

describe('bodies', () => {
  test('flow both ways at once: the origin answers the first half before the client sends the second', async () => {
    const { open } = await startPath((incoming, outgoing) => {
      incoming.on('data', (chunk: Buffer) => outgoing.write(`got ${chunk.toString()};`))
      incoming.on('end', () => outgoing.end('end'))
    })
    const sent = open('POST')
    sent.write('first')
    const response = await responseTo(sent)
    const [first] = (await once(response, 'data')) as [Buffer]
    sent.end('second')
    expect([first.toString(), await readAll(response)]).toEqual(['got first;', 'got second;end'])
  })

  test('keep the length that the client announced', async () => {
    const { open } = await startPath(({ headers }, outgoing) => outgoing.end(JSON.stringify(headers)))
    const sent = open('PUT', { 'content-length': '5' })
    sent.end('hello')
    const headers: unknown = JSON.parse(await readAll(await responseTo(sent)))
    expect(headers).toMatchObject({ 'content-length': '5' })
    expect(headers).not.toHaveProperty('transfer-encoding')
  })

  test('of a long upload are not cut by the time limit, which begins after them', async () => {
    const { open } = await startPath((incoming, outgoing) => {
      incoming.resume().on('end', () => outgoing.end('done'))
    }, 0.5)
    const sent = open('POST')
    sent.write('a')
    await sleep(900)
    sent.end('b')
    const response = await responseTo(sent)
    expect([response.statusCode, await readAll(response)]).toEqual([200, 'done'])
  })

  test('of a long download are not cut by the time limit, which ends before them', async () => {
    const { open } = await startPath((_incoming, outgoing) => {
      outgoing.write('a')
      setTimeout(() => outgoing.end('b'), 900)
    }, 0.5)
    expect(await readAll(await responseTo(open('GET').end()))).toBe('ab')
  })

  test('that the runtime decompressed no longer claim to be compressed', async () => {
    const { open } = await startPath((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain'))
    })
    const response = await responseTo(open('GET', { 'accept-encoding': 'gzip' }).end())
    expect([response.headers['content-encoding'], await readAll(response)]).toEqual([undefined, 'plain'])
  })

  test('that are not there stay so, with the length that HEAD asks for', async () => {
    const { open } = await startPath((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '5' }).end()
    })
    const response = await responseTo(open('HEAD').end())
    expect([response.headers['content-length'], await readAll(response)]).toEqual(['5', ''])
  })
})

describe('a client that goes away', () => {
  test('takes the request to the origin with it before there is an answer', async () => {
    const asked = Promise.withResolvers<ServerResponse>()
    const { open, records } = await startPath((_incoming, outgoing) => asked.resolve(outgoing))
    const sent = open('GET').on('error', () => undefined)
    sent.end()
    const outgoing = await asked.promise
    sent.destroy()
    await once(outgoing, 'close')
    await expect.poll(() => records[0]).toMatchObject({ status: 499, originOutcome: 'client-gone', level: 30 })
  })

  test('takes it with it in the middle of the answer', async () => {
    const asked = Promise.withResolvers<ServerResponse>()
    const { open } = await startPath((_incoming, outgoing) => {
      outgoing.write('a')
      asked.resolve(outgoing)
    })
    const sent = open('GET').end()
    const response = await responseTo(sent)
    const outgoing = await asked.promise
    response.destroy()
    await once(outgoing, 'close')
    expect(outgoing.writableFinished).toBe(false)
  })
})

describe('an origin', () => {
  test('that does not answer in time gives 504, and is let go', async () => {
    const asked = Promise.withResolvers<ServerResponse>()
    const { url } = await serve((_incoming, outgoing) => asked.resolve(outgoing))
    const origins = [originAt(url, { timeoutSeconds: 0.2 })]
    const { handle, records } = await edgeUnderTest(optionsFor(settingsWith({ origins })))
    const response = await handle(new Request('http://www.example.com/'))
    await once(await asked.promise, 'close')
    expect(response.status).toBe(504)
    expect(records[0]).toMatchObject({ level: 50, outcome: 'sealed', originOutcome: 'timed-out' })
  })

  test('that cannot be reached gives 502', async () => {
    const { url } = await serve(() => undefined)
    const gone = new URL(url)
    // The discard port: nothing listens there.
    gone.port = '9'
    const { handle, records } = await edgeUnderTest(optionsFor(settingsWith({ origins: [originAt(gone.origin)] })))
    const response = await handle(new Request('http://www.example.com/'))
    expect([response.status, records[0]?.originOutcome]).toEqual([502, 'unreachable'])
  })

  test('that breaks off gives 502, with the name of the fault in the log', async () => {
    const { open, records } = await startPath((incoming) => incoming.socket.destroy())
    const response = await responseTo(open('GET').end())
    expect([response.statusCode, records[0]?.originCode]).toEqual([502, 'UND_ERR_SOCKET'])
  })

  test('that redirects is not followed: the client is told, and decides', async () => {
    const elsewhere: string[] = []
    const other = await serve((incoming, outgoing) => {
      elsewhere.push(incoming.url ?? '')
      outgoing.end()
    })
    const { open } = await startPath((_incoming, outgoing) => {
      outgoing.writeHead(302, { location: `${other.url}/next` }).end()
    })
    const response = await responseTo(open('GET').end())
    expect([response.statusCode, response.headers.location, elsewhere]).toEqual([302, `${other.url}/next`, []])
  })
})
