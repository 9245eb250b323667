import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createProxyProtocolServer } from '../src/origin/node/index.ts'

/** What `bench/receiver.ts` starts: one HTTP server, which tells its port and, when asked, the CPU time of its process. */
const server = createServer((request, response) => {
  response.end(`${request.socket.remoteAddress} asked`.padEnd(64))
})

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMicroseconds: user + system })
})
process.on('disconnect', () => process.exit())

if (process.argv.includes('--receiver')) {
  createProxyProtocolServer(server, { senders: ['127.0.0.0/8'], report: () => undefined })
}
server.listen(0, '127.0.0.1', () => {
  // Sound: a server that listens on a port has an address of this kind.
  process.send?.({ port: (server.address() as AddressInfo).port })
})
