import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createProxyProtocolServer, type ProxyCounters } from '../../src/origin/node/index.ts'

/** What the server says of itself when asked. */
export type Figures = {
  readonly counters: ProxyCounters
  readonly rssBytes: number
  readonly heapBytes: number
  readonly listenerFailures: number
}

const [maxWaiting = '', headerTimeoutSeconds = ''] = process.argv.slice(2)
let listenerFailures = 0

/** What `test/soak/receiver.ts` attacks: an HTTP server in a process of its own, which takes headers from 127.0.0.0/16. */
const server = createServer((request, response) => response.end(request.socket.remoteAddress))
const front = createProxyProtocolServer(server, {
  senders: ['127.0.0.0/16'],
  report: ({ type }) => {
    if (type === 'listener-failed') listenerFailures++
  },
  ...(maxWaiting !== '' && { maxWaiting: Number(maxWaiting) }),
  ...(headerTimeoutSeconds !== '' && { headerTimeoutSeconds: Number(headerTimeoutSeconds) }),
})

process.on('message', (message) => {
  // What is only not collected yet is no leak.
  if (message === 'collected') globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  const figures: Figures = {
    counters: front.counters(),
    rssBytes: rss,
    heapBytes: heapUsed + external,
    listenerFailures,
  }
  process.send?.(figures)
})
process.on('disconnect', () => process.exit())

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  // Sound: a server that listens on a port has an address of this kind.
  process.send?.({ port: (server.address() as AddressInfo).port })
})
