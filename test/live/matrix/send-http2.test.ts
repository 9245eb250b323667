import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { sendHttp2 } from './send-http2.ts'

const request = { method: 'GET', target: '/', host: 'localhost', lines: [] }

/** Of RFC 9113: GOAWAY with the last stream that was processed and an error code; an answer of status 200 to stream 1. */
const UNPROCESSED = '0000080700000000000000000000000000'
const FAULTY = '0000080700000000000000000000000001'
const ANSWER = '00000101050000000188'

test.each([
  {
    name: 'asks once more of who goes away in peace and has processed nothing',
    answers: [UNPROCESSED, ANSWER],
    want: 200,
  },
  { name: 'and not for ever', answers: [UNPROCESSED, UNPROCESSED, ANSWER], want: 0 },
  { name: 'takes the end for an answer of who names a fault', answers: [FAULTY, ANSWER], want: 0 },
  { name: 'and of who says nothing', answers: ['', ANSWER], want: 0 },
])('$name', async ({ answers, want }) => {
  const left = [...answers]
  const server = createServer((socket) =>
    socket.on('error', () => undefined).end(Buffer.from(left.shift() ?? '', 'hex')),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  // Sound: a server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  expect(await sendHttp2({ port }, request)).toBe(want)
})
