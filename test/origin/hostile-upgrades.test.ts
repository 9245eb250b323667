import { createServer, type IncomingMessage } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { verifyFastify } from '../../src/origin/node/fastify.ts'
import { clientOf, type NodeRequest, verifyRequests, verifyUpgrades } from '../../src/origin/node/index.ts'
import { CLAIM, sent } from './hostile.ts'
import { LOOPBACK, listen, openConnection, writeRequest } from './raw-http.ts'
import { createReportingVerifier } from './vectors.ts'

const outputs = ['X-Client-IP', 'X-Verified-IP', 'X-Forwarded-For'].map((header) => ({ header, value: 'ip' as const }))

/** What an application is told of a request's headers, in one text. */
function look(request: NodeRequest): string {
  const distinct = 'headersDistinct' in request ? request.headersDistinct : undefined
  const { headers, rawHeaders } = request
  return JSON.stringify({ client: clientOf(request)?.ip ?? null, headers, distinct, rawHeaders })
}

const modes = ['enforce', 'observe'] as const

describe.each(modes)('in mode %s nobody but a valid assertion says who the client is', (mode) => {
  test('in an upgrade', async () => {
    const { verifier } = createReportingVerifier({ mode, outputs })
    const upgrade = verifyUpgrades(verifier, (request: IncomingMessage, socket) => {
      socket.end(`HTTP/1.1 101 Switching Protocols\r\nseen: ${look(request)}\r\n\r\n`)
    })
    const port = await listen(createServer().on('upgrade', upgrade))
    for (const { name, lines, isVerified } of sent) {
      const connection = await openConnection(port)
      const handshake = [['Connection', 'Upgrade'] as const, ['Upgrade', 'echo'] as const, ...lines]
      connection.send(writeRequest({ method: 'GET', target: '/', headers: handshake }))
      const response = await connection.readResponse()
      const seen = response?.headers.get('seen')
      expect({ name, status: response?.status }).toEqual({ name, status: isVerified || mode === 'observe' ? 101 : 401 })
      expect(seen ?? '').not.toContain(CLAIM)
      if (seen !== undefined) expect(JSON.parse(seen)).toMatchObject({ client: isVerified ? '192.0.2.7' : null })
    }
  })

  const verifying = () => createReportingVerifier({ mode, outputs }).verifier
  const http2Servers = [
    {
      name: 'node:http2',
      start: async () => {
        const answer = (request: Http2ServerRequest) => void request.stream.end(look(request))
        return `http://${LOOPBACK}:${await listen(createHttp2Server(verifyRequests(verifying(), answer)))}`
      },
    },
    {
      name: 'Fastify',
      start: async () => {
        const app = Fastify({ http2: true, trustProxy: true })
        onTestFinished(() => app.close())
        await app.register(verifyFastify(verifying()))
        app.get('/', (request, reply) => void reply.send(look(request.raw)))
        return app.listen({ port: 0, host: LOOPBACK })
      },
    },
  ]

  test.each(http2Servers)('in a stream of HTTP/2 to $name', async ({ start }) => {
    const session = connectHttp2(await start())
    onTestFinished(() => session.destroy())
    for (const { name, lines, isVerified } of sent) {
      const { status, body } = await ask(session, lines)
      expect({ name, status }).toEqual({ name, status: isVerified || mode === 'observe' ? 200 : 401 })
      expect(body).not.toContain(CLAIM)
      if (status === 200) expect(JSON.parse(body)).toMatchObject({ client: isVerified ? '192.0.2.7' : null })
    }
  })
})

/** Sends the lines that HTTP/2 has room for: what belongs to a connection does not exist there. */
async function ask(session: ReturnType<typeof connectHttp2>, lines: (typeof sent)[number]['lines']) {
  const fields: Record<string, string[]> = {}
  for (const [name, value] of lines) {
    const key = name.toLowerCase()
    if (!key.endsWith('connection')) fields[key] = [...(fields[key] ?? []), value]
  }
  const stream = session.request({ ':path': '/', ':authority': 'app.example.com', ...fields })
  let status = 0
  stream.on('response', (headers) => (status = headers[':status'] ?? 0))
  let body = ''
  for await (const chunk of stream.setEncoding('utf8')) body += String(chunk)
  return { status, body }
}
