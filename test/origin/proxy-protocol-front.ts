import { createServer as createHttpServer, type RequestListener } from 'node:http'
import type { Server } from 'node:net'
import { onTestFinished } from 'vitest'
import {
  createProxyProtocolServer,
  type ProxyProtocolEvent,
  type ProxyProtocolOptions,
  proxyHeaderOf,
} from '../../src/origin/node/index.ts'
import { encodeProxyHeader, type ProxyHeader } from '../../src/proxy-protocol/index.ts'
import { LOOPBACK, writeRequest } from './raw-http.ts'

const V2: ProxyHeader<string> = {
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: '192.0.2.7', port: 40000 },
  destination: { address: '198.51.100.1', port: 443 },
  tlvs: [
    { type: 'authority', text: 'app.example.com' },
    { type: 'crc32c', hex: '' },
  ],
}

export const HEADERS = {
  'version 2': encodeProxyHeader(V2),
  'version 2 with IPv6': encodeProxyHeader({
    ...V2,
    family: 'tcp6',
    source: { address: '2001:db8::7', port: 40000 },
    destination: { address: '2001:db8::1', port: 443 },
  }),
  'version 1': encodeProxyHeader({ ...V2, version: 1, tlvs: [] }),
  LOCAL: encodeProxyHeader({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] }),
  UNSPEC: encodeProxyHeader({ version: 2, command: 'PROXY', family: 'unspec', tlvs: [] }),
  UNKNOWN: Buffer.from('PROXY UNKNOWN\r\n'),
}

export const GET = writeRequest({ method: 'GET', target: '/', headers: [] })

/** Serves whoever has a client, and the health check to whoever has none. */
export const app: RequestListener = (request, response) => {
  const facts = proxyHeaderOf(request.socket)
  const isHealthCheck = facts?.command === 'LOCAL' && request.url === '/health'
  const body = facts?.command === 'PROXY' ? facts.source.address : 'nobody'
  response
    .writeHead(facts?.command === 'PROXY' || isHealthCheck ? 200 : 403, { 'content-length': body.length })
    .end(body)
}

/** Puts the PROXY protocol before a server until the test is over, and gathers what it reports. */
export async function start(server: Server, options: Partial<ProxyProtocolOptions> = {}) {
  const events: ProxyProtocolEvent[] = []
  const report = (event: ProxyProtocolEvent) => events.push(event)
  const front = createProxyProtocolServer(server, { senders: ['127.0.0.0/8'], report, ...options })
  const { port } = await front.listen({ port: 0, host: LOOPBACK })
  onTestFinished(() => front.close())
  return { front, port, events }
}

export const startHttp = (options?: Partial<ProxyProtocolOptions>) => start(createHttpServer(app), options)
