import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProxyProtocolServer } from '../../src/origin/node.ts'
import { encodeProxyHeader } from '../../src/proxy-protocol/index.ts'
import { HEADERS } from '../origin/proxy-protocol-front.ts'
import { LOOPBACK, listen } from '../origin/raw-http.ts'

import { buildRelay, dial, exchange, ignoreReset, refusals, startApp, startRelay, V2 } from './tcp-relay-under-test.ts'

describe('a connection', () => {
  test('that came by no PROXY protocol port is closed', async () => {
    const { relay, events } = buildRelay(await startApp())
    const port = await listen(relay)
    await exchange(port, HEADERS['version 1']).then(expectNothing, ignoreReset)
    expect(refusals(events)).toEqual([{ reason: 'no-header' }])
  })

  test.each([
    ['version 2', 'hello', 'opened'],
    ['version 2 with IPv6', '', { reason: 'foreign-source' }],
    ['LOCAL', 'hello', 'opened'],
  ] as const)('is let in by its source: %s', async (kind, answer, outcome) => {
    const { port, events } = await startRelay({ sources: ['192.0.2.0/24'] })
    expect(await exchange(port, HEADERS[kind])).toBe(answer)
    expect(refusals(events)[0]).toEqual(outcome)
  })

  test.each(['LOCAL', 'UNKNOWN', 'UNSPEC'] as const)('without a source is closed by choice: %s', async (kind) => {
    const { port, events } = await startRelay({ local: 'close' })
    expect(await exchange(port, HEADERS[kind])).toBe('')
    expect(refusals(events)).toEqual([{ reason: 'local' }])
  })

  test('carries many bytes both ways, and its counters are of those alone', async () => {
    const { port, events } = await startRelay({ sendProxy: 'v1' })
    const word = 'x'.repeat(3_000_000)
    const answer = await exchange(port, HEADERS['version 2'], word)
    const header = 'PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n'
    expect(answer.length).toBe(word.length + header.length)
    await expect
      .poll(() => events.at(-1))
      .toMatchObject({
        type: 'closed',
        end: 'ended',
        bytesFromClient: word.length,
        bytesToClient: answer.length,
      })
  })

  test('waits for a side that does not read', async () => {
    let written = 0
    const app = await startApp((socket) => {
      const write = (): void => {
        while (written < 2000) {
          written++
          if (!socket.write(Buffer.alloc(65_536))) break
        }
        socket.once('drain', write)
      }
      write()
    })
    const { port } = await startRelay({}, app)
    const socket = dial(port).pause()
    socket.write(HEADERS['version 1'])
    const settled = async (): Promise<number> => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 100))
      return written === 0 ? 1 : written - before
    }
    await expect.poll(settled, { timeout: 10_000 }).toBe(0)
    expect(written).toBeLessThan(1000)
  })

  test.each(['client', 'application'])('that the %s resets is reset on the other side', async (side) => {
    const far = Promise.withResolvers<Socket>()
    const { port, events } = await startRelay({}, await startApp((socket) => far.resolve(socket.resume())))
    const near = dial(port)
    near.resume().write(HEADERS['version 1'])
    const app = await far.promise
    await expect.poll(() => refusals(events)).toEqual(['opened'])
    const [first, second] = side === 'client' ? [near, app] : [app, near]
    first.resetAndDestroy()
    await new Promise((resolve) => second.once('close', resolve))
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'closed', end: 'broken' })
  })

  test('that the application resets as soon as it has it is refused', async () => {
    const { port, events } = await startRelay({}, await startApp((socket) => void socket.resetAndDestroy()))
    for (let i = 0; i < 30; i++) await exchange(port, HEADERS['version 1']).then(expectNothing, ignoreReset)
    // Whether it was there for a moment is chance; that each is told as one thing and not as two is none.
    const told = (): number => refusals(events).filter((outcome) => outcome !== 'opened').length
    await expect.poll(told).toBe(30)
    const kinds = events.map(({ type }) => type).join(' ')
    expect(kinds).toMatch(/^(?:(?:refused|opened closed) ?)*$/)
  })

  test('on which nothing moves for too long is closed', async () => {
    const { port, events } = await startRelay({ idleTimeoutSeconds: 0.1 }, await startApp(() => undefined))
    const socket = dial(port)
    socket.resume().write(HEADERS['version 1'])
    await new Promise((resolve) => socket.once('close', resolve))
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'closed', end: 'idle' })
  })

  test('is closed where the application cannot be reached', async () => {
    const { port, events } = await startRelay({ upstream: { path: '/nowhere.sock' } })
    expect(await exchange(port, HEADERS['version 1'])).toBe('')
    await expect.poll(() => refusals(events)).toEqual([{ reason: 'unreachable', code: 'ENOENT' }])
  })

  test('over the limit is closed, until another one ends', async () => {
    const { port, events } = await startRelay({ maxConnections: 1 })
    const first = dial(port)
    first.write(HEADERS['version 1'])
    await expect.poll(() => refusals(events)).toEqual(['opened'])
    expect(await exchange(port, HEADERS['version 1'])).toBe('')
    first.end()
    await text(first)
    await expect.poll(() => events.at(-1)?.type).toBe('closed')
    expect(await exchange(port, HEADERS['version 1'])).toBe('hello')
    expect(refusals(events).slice(0, 2)).toEqual(['opened', { reason: 'too-many', maxConnections: 1 }])
  })

  test('whose fields do not fit into a header that receivers take is closed', async () => {
    const fields = Array.from({ length: 5 }, () => ({ type: 'unknown', code: 0xe1, hex: 'ff'.repeat(1000) }) as const)
    const { relay, events } = buildRelay(await startApp(), { sendProxy: 'v2', tlvs: ['unknown'] })
    const options = { senders: ['127.0.0.0/8'], maxHeaderBytes: 65_551, report: () => undefined }
    const front = createProxyProtocolServer(relay, options)
    const { port } = await front.listen({ port: 0, host: LOOPBACK })
    onTestFinished(() => void front.close())
    expect(await exchange(port, encodeProxyHeader({ ...V2, tlvs: fields }, { maxBytes: 65_551 }))).toBe('')
    expect(refusals(events)).toEqual([{ reason: 'header-too-long' }])
  })
})

function expectNothing(answer: string): void {
  expect(answer).toBe('')
}
