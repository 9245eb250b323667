import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StartedExample } from './example.ts'
import { sendRaw, writeHead } from './send-raw.ts'
import { startHaproxyNative } from './start-haproxy-example.ts'

let started: StartedExample

beforeAll(async () => {
  started = await startHaproxyNative()
})

afterAll(async () => {
  if (!('missing' in started)) await started.stop()
})

/** An application that takes one speaks with the client from then on, past HAProxy. */
test.each([
  { offered: 'h2c', wanted: undefined },
  { offered: 'websocket, h2c', wanted: undefined },
  { offered: 'h2c, websocket', wanted: undefined },
  { offered: 'websocket\r\nUpgrade: h2c', wanted: undefined },
  { offered: 'WebSocket', wanted: 'WebSocket' },
])('of an upgrade to $offered the application hears $wanted', async ({ offered, wanted }) => {
  if ('missing' in started) return expect.unreachable(started.missing)
  const lines = [
    ['Host', 'app.example.com'],
    ['Connection', 'Upgrade'],
    ['Upgrade', offered],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Sec-WebSocket-Version', '13'],
  ] as const
  const { status, headers } = await sendRaw(started.port, writeHead('GET', '/health', lines))
  expect({ status, upgrade: headers.upgrade }).toEqual({ status: 200, upgrade: wanted })
})
