import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findHaproxy } from '../find-haproxy.ts'
import { MARK } from '../gateways/send-case.ts'
import { compilePlane } from './compile-plane.ts'
import type { Missing } from './data-plane.ts'
import { type LivePlane, startPlane } from './live-plane.ts'
import { sendHttp2 } from './send-http2.ts'
import { startCompiledHaproxy } from './start-compiled-haproxy.ts'
import { behindEdge } from './topologies.ts'

const found = await findHaproxy(process.env.PATH)
const HOST = 'app.example.com'

/** What a client writes into the fields that HTTP/2 has in place of a request line, and what comes of it without a seal. */
const requests = [
  { method: 'GET', scheme: 'https', host: HOST, target: '/health', status: 200 },
  { method: 'GET', scheme: 'http', host: `${HOST}:8443`, target: '/health', status: 200 },
  { method: 'GET', scheme: 'https', host: '[2001:db8::1]:443', target: '/health', status: 200 },
  { method: 'GET', scheme: 'https', host: HOST, target: '/', status: 401 },
  { method: 'OPTIONS', scheme: 'https', host: HOST, target: '*', status: 401 },
  { method: 'GET', scheme: 'https', host: `a?@${HOST}`, target: '/health', status: 400 },
  { method: 'GET', scheme: 'x', host: `a?@${HOST}`, target: '/health', status: 400 },
  { method: 'GET', scheme: 'ftp', host: HOST, target: '/health', status: 400 },
  { method: 'GET', scheme: 'x', host: `${HOST}?x`, target: '/health', status: 400 },
  { method: 'GET', scheme: 'x', host: `${HOST}\\admin?@${HOST}`, target: '/health', status: 400 },
] as const

describe.each(['native', 'forward-auth'] as const)('HAProxy which verifies: %s', (verifies) => {
  const topology = behindEdge({ product: 'haproxy', verifies })
  const plane = { name: 'HAProxy', target: 'haproxy', evidence: 'product', topology } as const
  let live: LivePlane | Missing

  beforeAll(async () => {
    const start = startCompiledHaproxy(found)
    live = await startPlane({ ...plane, start }, compilePlane(plane))
  })

  afterAll(async () => {
    if (!('missing' in live)) await live.stop()
  })

  test.for(requests)(
    'answers $status in HTTP/2 to $method of the path $target, scheme $scheme, authority $host',
    async ({ status, ...request }, { skip }) => {
      if ('missing' in live) return skip(live.missing)
      const { application, running } = live
      const known = application.seen.length
      const port = running.ports['HTTP/2 over TLS, IPv4'] ?? 0
      const answered = await sendHttp2({ port, tls: 'h2' }, { ...request, lines: [[MARK, 'main']] })
      expect({ answered, sentOn: application.seen.length - known }).toEqual({
        answered: status,
        sentOn: status === 200 ? 1 : 0,
      })
    },
  )
})
