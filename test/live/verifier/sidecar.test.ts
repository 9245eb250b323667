import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createProxyProtocolServer, type ProxyProtocolEvent } from '../../../src/origin/node/index.ts'
import type { TcpRelayEvent } from '../../../src/verifier/tcp-relay/event.ts'
import { createTcpRelay } from '../../../src/verifier/tcp-relay/tcp-relay.ts'
import { ASSERTION } from '../../origin/verified-server.ts'
import { startListener } from '../../verifier/sidecar-apps.ts'
import { buildSidecar, FORGED } from '../../verifier/sidecar-under-test.ts'
import { findHaproxy } from '../find-haproxy.ts'
import { systemSearchPath } from '../find-nginx.ts'
import { askHttp1, askHttp2 } from '../proxy-protocol/clients.ts'
import { startTlsOrigin } from '../proxy-protocol/origins.ts'
import { startHaproxy } from '../start-haproxy.ts'

const isLinux = process.platform === 'linux'
const haproxy = isLinux
  ? await findHaproxy(systemSearchPath())
  : { missing: 'only Linux lets connections come from all of 127.0.0.0/8' }
const because = 'missing' in haproxy ? ` (skipped: ${haproxy.missing})` : ''
const HOST = '127.0.0.1'
const [NAME, VALUE] = ASSERTION

/** Starts HAProxy in front of something until the test is over, and returns its port. */
async function startFront(lines: (port: number) => string): Promise<number> {
  if ('missing' in haproxy) throw new Error(haproxy.missing)
  const defaults = 'defaults\n  timeout connect 5s\n  timeout client 20s\n  timeout server 20s\n  timeout tunnel 20s\n'
  const program = await startHaproxy(haproxy, { ports: 1, write: ([port = 0]) => defaults + lines(port) })
  onTestFinished(program.stop)
  return program.ports[0] ?? 0
}

/** Puts the receiver under a server, as HAProxy's backend. */
async function listenBehindHaproxy(server: Server) {
  const events: ProxyProtocolEvent[] = []
  const report = (event: ProxyProtocolEvent) => events.push(event)
  const front = createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], crc: 'verify', report })
  const { port } = await front.listen({ port: 0, host: HOST })
  onTestFinished(() => void front.close())
  return { port, events }
}

async function ask(port: number, path: string, headers: Readonly<Record<string, string>>) {
  const sent = request({ host: HOST, port, path, headers: { Host: 'app.example.com', ...headers }, agent: false }).end()
  // Sound: node:http emits the response as the one argument of this event.
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode, body: await text(response) }
}

describe.skipIf(because !== '')(`behind HAProxy with send-proxy-v2${because}`, () => {
  async function start() {
    const paths: string[] = []
    const app = await startListener((incoming, outgoing) => {
      paths.push(incoming.url ?? '')
      outgoing.end(JSON.stringify(incoming.headers))
    })
    onTestFinished(app.stop)
    const webSockets = new WebSocketServer({ server: app.server })
    webSockets.on('connection', (socket, incoming: IncomingMessage) => socket.send(JSON.stringify(incoming.headers)))
    const { sidecar, events } = buildSidecar(app.url)
    const { port: backend, events: connections } = await listenBehindHaproxy(sidecar)
    const port = await startFront(
      (own) => `listen sidecar
  mode http
  bind ${HOST}:${own}
  option forwardfor
  http-request set-header X-Forwarded-Proto https
  option httpchk
  http-check send meth GET uri /health ver HTTP/1.1 hdr Host app.example.com
  server s ${HOST}:${backend} send-proxy-v2 check inter 300ms rise 1 fall 5 check-send-proxy
`,
    )
    return { port, paths, events, connections }
  }
  const FORGERIES = { 'X-Client-IP': FORGED, 'X-Real-IP': FORGED, Forwarded: `for=${FORGED}`, x_forwarded_for: FORGED }

  test('a sidecar tells the application the verified address, and nothing that HAProxy or the client wrote', async () => {
    const { port } = await start()
    const { status, body } = await ask(port, '/', { ...FORGERIES, [NAME]: VALUE })
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({
      'x-client-ip': '192.0.2.7',
      'x-real-ip': '192.0.2.7',
      'x-forwarded-for': '192.0.2.7',
      forwarded: 'for=192.0.2.7',
      'x-forwarded-proto': 'https',
    })
    expect(body).not.toMatch(`${FORGED}|x_forwarded|assertion`)
  })

  test('a sidecar refuses what has no assertion, and serves health checks with no address', async () => {
    const { port, paths, connections } = await start()
    expect(await ask(port, '/', FORGERIES)).toMatchObject({ status: 401 })
    const health = await ask(port, '/health', FORGERIES)
    expect(health.status).toBe(200)
    expect(health.body).not.toMatch(`${FORGED}|x-client-ip|forwarded|127\\.0\\.0\\.1"`)
    const isLocal = (event: ProxyProtocolEvent): boolean => event.type === 'accepted' && event.facts.command === 'LOCAL'
    await expect.poll(() => connections.filter(isLocal).length).toBeGreaterThan(1)
    expect(new Set(paths)).toEqual(new Set(['/health']))
  })

  test('a WebSocket is opened with the verified address alone', async () => {
    const { port } = await start()
    const socket = new WebSocket(`ws://${HOST}:${port}/chat`, { headers: { ...FORGERIES, [NAME]: VALUE } })
    onTestFinished(() => socket.terminate())
    const [seen] = await once(socket, 'message')
    expect(JSON.parse(String(seen))).toMatchObject({ 'x-client-ip': '192.0.2.7', 'x-forwarded-for': '192.0.2.7' })
    expect(String(seen)).not.toContain(FORGED)
  })
})

describe.skipIf(because !== '')(`TLS that HAProxy passes through by its server name${because}`, () => {
  async function start(sendProxy: 'v1' | 'v2', tlvs: readonly ('authority' | 'crc32c')[] = []) {
    const origin = await startTlsOrigin()
    onTestFinished(origin.stop)
    const events: TcpRelayEvent[] = []
    const upstream = { host: HOST, port: origin.port }
    const sources = ['127.0.0.64/26']
    const relay = createTcpRelay({ upstream, sendProxy, tlvs, sources, report: (event) => events.push(event) })
    const { port: backend } = await listenBehindHaproxy(relay)
    const port = await startFront(
      (own) => `frontend tls
  mode tcp
  bind ${HOST}:${own}
  tcp-request inspect-delay 5s
  tcp-request content accept if { req_ssl_hello_type 1 }
  use_backend relay if { req_ssl_sni -i app.example.com }
backend relay
  mode tcp
  server s ${HOST}:${backend} send-proxy-v2 proxy-v2-options crc32c,unique-id
`,
    )
    return { port, events }
  }

  test.each([
    ['v1', 1],
    ['v2', 2],
  ] as const)('comes to the application with the client in a fresh header: %s', async (sendProxy, version) => {
    const { port, events } = await start(sendProxy)
    const { seen, client } = await askHttp1(port, { tls: true })
    expect(seen).toMatchObject({ command: 'PROXY', version, source: client, remote: client, tlvs: [] })
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'closed', facts: { command: 'PROXY' } })
  })

  test('keeps the protocol that client and application agree on', async () => {
    const { port } = await start('v2', ['crc32c'])
    const { seen, client } = await askHttp2(port, { tls: true })
    expect(seen).toMatchObject({ protocol: 'h2', source: client, tlvs: [{ type: 'crc32c' }] })
  })

  test('is closed where the client is in none of the sources', async () => {
    const { port, events } = await start('v2')
    const socket = connectTls({ host: HOST, port, servername: 'app.example.com', rejectUnauthorized: false })
    onTestFinished(() => void socket.destroy())
    await expect(once(socket, 'secureConnect')).rejects.toThrow()
    await expect.poll(() => events).toMatchObject([{ type: 'refused', refusal: { reason: 'wrong-source' } }])
  })
})
