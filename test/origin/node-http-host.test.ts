import { describe, expect, test } from 'vitest'
import { fillIn } from './assertions.ts'
import { writeRequest } from './raw-http.ts'
import { echo } from './runtimes.ts'
import { serve } from './verified-server.ts'

describe('the host of a request', () => {
  const bound = ['X-Client-IP-Assertion', fillIn('{bound}')] as const

  test.each([
    { name: 'in a single Host line', target: '/bound', headers: [bound], status: 200 },
    { name: 'in two lines that agree', target: '/bound', headers: [bound, ['Host', 'app.example.com']], status: 200 },
    { name: 'in two lines that differ', target: '/bound', headers: [bound, ['Host', 'b.example.com']], status: 401 },
    { name: 'in the target itself', target: 'http://app.example.com/bound', headers: [bound], status: 401 },
  ] as const)('binds an assertion only where there is one: $name', async ({ target, headers, status }) => {
    const { connection } = await serve(echo, { bind: 'request' })
    connection.send(writeRequest({ method: 'GET', target, headers }))
    expect((await connection.readResponse())?.status).toBe(status)
  })

  test('is none for a target in absolute form, whatever Host says', async () => {
    const { connection, events } = await serve(echo, { bind: 'host' })
    connection.send(writeRequest({ method: 'GET', target: 'http://b.example.com/bound', headers: [bound] }))
    expect((await connection.readResponse())?.status).toBe(401)
    expect(events).toMatchObject([{ rejection: { reason: 'binding-mismatch', claim: 'host' } }])
  })
})
