import { once } from 'node:events'
import { connect as connectHttp2, createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2'
import { describe, expect, onTestFinished, test } from 'vitest'
import { clientOf, verifyRequests } from '../../src/origin/node/index.ts'
import { fillIn } from './assertions.ts'
import { LOOPBACK, listen } from './raw-http.ts'
import { createReportingVerifier, groupHeaders } from './vectors.ts'

describe('an HTTP/2 request', () => {
  async function request(fields: Readonly<Record<string, string | string[]>>, forgedTrailers: boolean) {
    const { verifier } = createReportingVerifier({ bind: 'host' })
    const server = createHttp2Server(
      verifyRequests(verifier, (received: Http2ServerRequest, response) => {
        received.resume().on('end', () => {
          const { headers, rawHeaders, trailers: joined, rawTrailers } = received
          const raw = rawHeaders.filter((_, i) => i % 2 === 0 && !rawHeaders[i]?.startsWith(':'))
          const own = groupHeaders(Object.entries(headers).map(([name, value]) => [name, `${value}`]))
          response.end(JSON.stringify({ client: clientOf(received)?.ip, own, raw, joined, rawTrailers }))
        })
      }),
    )
    const session = connectHttp2(`http://${LOOPBACK}:${await listen(server)}`)
    onTestFinished(() => session.destroy())
    const authority = { ':authority': 'app.example.com', ':path': '/bound', ':method': 'GET' }
    const stream = session.request({ ...authority, ...fields }, { endStream: false, waitForTrailers: forgedTrailers })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-client-ip': '203.0.113.66', 'x-sum': '1' }))
    let status = 0
    let body = ''
    stream.on('response', (headers) => (status = headers[':status'] ?? 0))
    stream.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    stream.end('abc')
    await once(stream, 'end')
    return { status, seen: status === 200 ? (JSON.parse(body) as unknown) : undefined }
  }

  test('is cleaned in its headers and trailers, and bound to its authority', async () => {
    const fields = {
      'x-client-ip-assertion': fillIn('{bound}'),
      'x-client-ip': '203.0.113.66',
      x_client_ip: 'a',
      'x-other': 'b',
    }
    expect(await request(fields, true)).toEqual({
      status: 200,
      seen: {
        client: '192.0.2.7',
        own: { 'x-other': 'b', 'x-client-ip': '192.0.2.7' },
        raw: ['x-other', 'X-Client-IP'],
        joined: { 'x-sum': '1' },
        rawTrailers: ['x-sum', '1'],
      },
    })
  })

  test('with two assertions is refused, for HTTP/2 keeps lines apart as well', async () => {
    const bound = fillIn('{bound}')
    expect(await request({ 'x-client-ip-assertion': [bound, bound] }, false)).toMatchObject({ status: 401 })
  })
})
