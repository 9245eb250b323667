import { describe, expect, test } from 'vitest'
import { createForwardAuth } from '../../src/verifier/forward-auth/forward-auth.ts'
import { createBoundedServer } from '../../src/verifier/listeners/bounded-server.ts'
import { VALID } from '../origin/assertions.ts'
import { listen, openConnection, writeRequest } from '../origin/raw-http.ts'
import { cases, type ForwardAuthCase, optionsOf } from './forward-auth-cases.ts'

/** Serves a case, and opens a connection to it. */
async function serve(one: Pick<ForwardAuthCase, 'settings' | 'document'>) {
  const { options, told } = optionsOf(one)
  const server = createBoundedServer(createForwardAuth(() => options))
  return { connection: await openConnection(await listen(server)), told }
}

const NOT_OUTPUTS = new Set([
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'www-authenticate',
  'x-envoy-auth-headers-to-remove',
])

describe('the forward-auth service', () => {
  test.each(cases)('$name', async (one) => {
    const { connection, told } = await serve(one)
    const { method = 'GET', target = '/', headers = [] } = one.request
    connection.send(writeRequest({ method, target, headers }))
    const answer = await connection.readResponse()
    const removed = answer?.headers.get('x-envoy-auth-headers-to-remove')?.split(',').toSorted()
    const outputs = [...(answer?.headers ?? [])].filter(([name]) => !NOT_OUTPUTS.has(name))
    expect({
      status: answer?.status,
      outputs: outputs.map(([name, value]) => `${name}: ${value}`),
      ...(removed && { removed }),
      ...(told.factsMissing && { factsMissing: true }),
    }).toEqual({ ...one.want, outputs: one.want.outputs.map(lowerName) })
  })

  test('answers refusals alike, whatever is wrong', async () => {
    const { connection } = await serve({ settings: { dialect: 'none' } })
    const answers: string[] = []
    for (const value of ['', 'junk', `${VALID.slice(0, -4)}AAAA`]) {
      connection.send(writeRequest({ method: 'GET', target: '/', headers: [['X-Client-IP-Assertion', value]] }))
      const answer = await connection.readResponse()
      answers.push(JSON.stringify([answer?.status, answer?.body, [...(answer?.headers.keys() ?? [])]]))
    }
    expect(new Set(answers).size).toBe(1)
  })

  test('reads a body that nobody asked for, and serves the next question behind it', async () => {
    const { connection } = await serve({ settings: { dialect: 'none' } })
    const headers = [
      ['X-Client-IP-Assertion', VALID],
      ['Content-Length', '3'],
    ] as const
    connection.send(writeRequest({ method: 'POST', target: '/', headers }, 'abc'))
    expect((await connection.readResponse())?.status).toBe(200)
    connection.send(writeRequest({ method: 'GET', target: '/', headers: headers.slice(0, 1) }))
    expect((await connection.readResponse())?.status).toBe(200)
  })

  test('answers without asking for the body that a client announces, and ends there', async () => {
    const { connection } = await serve({ settings: { dialect: 'none' } })
    const headers = [
      ['X-Client-IP-Assertion', VALID],
      ['Expect', '100-continue'],
      ['Content-Length', '3'],
    ] as const
    connection.send(writeRequest({ method: 'POST', target: '/', headers }))
    expect(await connection.readAll()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  test('sees the assertion behind more header lines than Node counts by itself', async () => {
    const { connection } = await serve({ settings: { dialect: 'none' } })
    const many = Array.from({ length: 2500 }, () => ['a', ''] as const)
    const headers = [...many, ['X-Client-IP-Assertion', VALID], ['X-Client-IP-Assertion', VALID]] as const
    connection.send(writeRequest({ method: 'GET', target: '/', headers }))
    expect((await connection.readResponse())?.status).toBe(401)
    connection.send(writeRequest({ method: 'GET', target: '/', headers: headers.slice(0, -1) }))
    expect((await connection.readResponse())?.status).toBe(200)
  })

  test('refuses more header bytes than it takes', async () => {
    const { connection } = await serve({ settings: { dialect: 'none' } })
    const headers = [
      ['X-Client-IP-Assertion', VALID],
      ['X-Padding', 'x'.repeat(40_000)],
    ] as const
    connection.send(writeRequest({ method: 'GET', target: '/', headers }))
    expect((await connection.readResponse())?.status).toBe(431)
  })
})

function lowerName(line: string): string {
  return line.replace(/^[^:]+/, (name) => name.toLowerCase())
}
