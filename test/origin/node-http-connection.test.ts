import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { clientOf, verifyRequests } from '../../src/origin/node/index.ts'
import { fillIn } from './assertions.ts'
import { listen, openConnection, writeRequest } from './raw-http.ts'
import { echo } from './runtimes.ts'
import { createReportingVerifier } from './vectors.ts'
import { ASSERTION, answer, CHUNKED, FORGED, GET, readJson, serve } from './verified-server.ts'

describe('a connection that is kept alive', () => {
  test('is verified afresh with each request', async () => {
    const { connection, events } = await serve(echo)
    const sent = [
      [ASSERTION],
      [FORGED],
      [ASSERTION, FORGED],
      [['X-Client-IP-Assertion', fillIn('{ipv6}')] as const],
      [],
    ]
    const seen: unknown[] = []
    for (const headers of sent) {
      connection.send(writeRequest({ ...GET, headers }))
      seen.push(await readJson(connection))
    }
    expect(seen).toEqual([
      { action: 'pass', client: '192.0.2.7', headers: { 'x-client-ip': '192.0.2.7' } },
      401,
      { action: 'pass', client: '192.0.2.7', headers: { 'x-client-ip': '192.0.2.7' } },
      { action: 'pass', client: '2001:db8::7', headers: { 'x-client-ip': '2001:db8::7' } },
      401,
    ])
    expect(events.map(({ type }) => type)).toEqual(['verified', 'refused', 'verified', 'verified', 'refused'])
  })

  test('answers pipelined requests in their order, each by its own assertion', async () => {
    const { connection } = await serve(echo)
    connection.send([[ASSERTION], [FORGED], [ASSERTION]].map((headers) => writeRequest({ ...GET, headers })).join(''))
    const [first, second, third] = [await readJson(connection), await readJson(connection), await readJson(connection)]
    expect([first, second, third]).toMatchObject([{ client: '192.0.2.7' }, 401, { client: '192.0.2.7' }])
  })
})

describe('a request body', () => {
  test('waits unread for the verdict and reaches the listener whole', async () => {
    const { connection } = await serve((request, response) => {
      const chunks: Buffer[] = []
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => answer(response, Buffer.concat(chunks).length))
    })
    const body = 'x'.repeat(300_000)
    connection.send(writeRequest({ ...CHUNKED, headers: [ASSERTION, ['Content-Length', `${body.length}`]] }, body))
    expect(await readJson(connection)).toBe(body.length)
  })

  test('of a refused request is not taken for the next request', async () => {
    const { connection } = await serve(echo)
    const smuggled = writeRequest({ ...GET, headers: [ASSERTION] })
    connection.send(writeRequest({ ...CHUNKED, headers: [['Content-Length', `${smuggled.length}`]] }, smuggled))
    connection.send(writeRequest({ ...GET, target: '/health', headers: [] }))
    expect([await readJson(connection), await readJson(connection)]).toMatchObject([401, { client: null }])
  })
})

test('a client that hangs up before the verdict is not served', async () => {
  const calls: string[] = []
  const { verifier } = createReportingVerifier()
  const port = await listen(
    createServer((request, response) => {
      const guarded = verifyRequests(verifier, () => calls.push('served'))
      request.destroy()
      guarded(request, response)
      setTimeout(() => calls.push('waited'), 50)
    }),
  )
  const connection = await openConnection(port)
  connection.send(writeRequest({ ...GET, headers: [ASSERTION] }))
  await connection.readAll()
  await expect.poll(() => calls).toEqual(['waited'])
})

test('clientOf knows nobody for a request that no verifier has seen', async () => {
  const port = await listen(createServer((request, response) => answer(response, clientOf(request))))
  const connection = await openConnection(port)
  connection.send(writeRequest({ ...GET, headers: [ASSERTION, FORGED] }))
  expect(await readJson(connection)).toBeNull()
})
