import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { assert, asyncProperty, constantFrom, integer, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import { HEADERS, startHttp } from './proxy-protocol-front.ts'
import { LOOPBACK, writeRequest } from './raw-http.ts'

const LAST = writeRequest({ method: 'GET', target: '/', headers: [['Connection', 'close']] })
const REQUESTS = Buffer.from(`${LAST.replace('Connection: close\r\n', '').repeat(2)}${LAST}`)
const NAMED = ['version 1', 'version 2', 'version 2 with IPv6'] as const

async function sendCut(port: number, bytes: Uint8Array, cuts: readonly number[]): Promise<string> {
  const socket = connect({ port, host: LOOPBACK, noDelay: true, allowHalfOpen: true })
  const answer = text(socket)
  let start = 0
  for (const end of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    socket.write(bytes.subarray(start, end))
    start = end
    await turn()
  }
  const received = await answer
  socket.destroy()
  return received
}

test('wherever header and requests are cut, each request is answered once, in order, with the client', async () => {
  const { port, front } = await startHttp()
  const longest = Math.max(...NAMED.map((name) => HEADERS[name].length)) + REQUESTS.length
  const cuts = uniqueArray(integer({ min: 1, max: longest }), { maxLength: 12 })
  const runs = 150
  const checked = asyncProperty(constantFrom(...NAMED), cuts, async (name, at) => {
    const bytes = Buffer.concat([HEADERS[name], REQUESTS])
    const received = await sendCut(
      port,
      bytes,
      at.filter((cut) => cut < bytes.length),
    )
    const client = name === 'version 2 with IPv6' ? '2001:db8::7' : '192.0.2.7'
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(Array(3).fill('HTTP/1.1 200'))
    expect(received.split(client)).toHaveLength(4)
  })
  await assert(checked, { numRuns: runs })
  expect(front.counters()).toMatchObject({ accepted: runs, waiting: 0 })
})
