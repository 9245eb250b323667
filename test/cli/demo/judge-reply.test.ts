import { describe, expect, test } from 'vitest'
import { judgeReply } from '../../../src/cli/demo/judge-reply.ts'
import type { DemoRequest } from '../../../src/cli/demo/requests.ts'

const base = { name: '', entry: 'edge', headers: [] } as const
const honest: DemoRequest = { ...base, want: '203.0.113.9', forged: undefined }
const refusable: DemoRequest = { ...base, want: undefined, forged: '198.51.100.7' }
const ignorable: DemoRequest = { ...base, want: '203.0.113.66', forged: '198.51.100.7' }
const served = (client?: string) => ({ status: 200, body: JSON.stringify({ client }) })
const refused = { status: 401, body: '{}' }

describe('the demo judges by what the application was told', () => {
  test.each([
    { name: 'an honest client that is served as itself', request: honest, reply: served('203.0.113.9'), held: true },
    { name: 'an honest client that is taken for another', request: honest, reply: served('203.0.113.8'), held: false },
    { name: 'an honest client without an address', request: honest, reply: served(), held: false },
    { name: 'an honest client that is refused', request: honest, reply: refused, held: false },
    { name: 'a forgery that is refused', request: refusable, reply: refused, held: true },
    { name: 'a forgery that is cut off', request: refusable, reply: { closed: true } as const, held: true },
    { name: 'a forgery that wins', request: refusable, reply: served('198.51.100.7'), held: false },
    { name: 'a forgery that is served at all', request: refusable, reply: served(), held: false },
    { name: 'a forgery that breaks the server', request: refusable, reply: { status: 500, body: '' }, held: false },
    { name: 'an answer that is no JSON', request: honest, reply: { status: 200, body: '<html>' }, held: false },
    { name: 'a forger that is served as itself', request: ignorable, reply: served('203.0.113.66'), held: true },
    { name: 'a forger that is served as the victim', request: ignorable, reply: served('198.51.100.7'), held: false },
  ])('$name: $held', ({ request, reply, held }) => {
    expect(judgeReply(request, reply).held).toBe(held)
  })
})
