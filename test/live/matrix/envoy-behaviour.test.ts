import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { decodeProxyHeader, encodeProxyHeader } from '../../../src/proxy-protocol/index.ts'
import { createCertificate } from '../../origin/certificate.ts'
import { dial } from '../dial.ts'
import { findEnvoy } from '../find-envoy.ts'
import { CLIENT, FORGED, HOST } from '../verifier/sealed.ts'
import { compilePlane } from './compile-plane.ts'
import type { DataPlane, TopologyPart } from './data-plane.ts'
import { type LivePlane, startPlane } from './live-plane.ts'
import { sign } from './matrix-words.ts'
import { type EnvoyOptions, startCompiledEnvoy } from './start-compiled-envoy.ts'
import { behindProxy, EDGE, STRANGER } from './topologies.ts'

const found = await findEnvoy()
const missing = 'missing' in found ? found.missing : undefined

const verifying = behindProxy({ product: 'envoy', verifies: 'native' })
const WAY = 'HTTP/1.1, IPv4'

function planeOf(topology: TopologyPart, options: EnvoyOptions = {}): DataPlane {
  const start = startCompiledEnvoy(found, options)
  return { name: 'Envoy', target: 'envoy', evidence: 'product', topology, start }
}

async function start(topology: TopologyPart, options: EnvoyOptions = {}): Promise<LivePlane> {
  const plane = planeOf(topology, options)
  const live = await startPlane(plane, compilePlane(plane))
  if ('missing' in live) throw new Error(live.missing)
  let isStopped = false
  const stop = async (): Promise<void> => {
    if (!isStopped) await live.stop()
    isStopped = true
  }
  onTestFinished(stop)
  return { ...live, stop }
}

const sealed = (ip = CLIENT) => ['X-Client-IP-Assertion', sign({ ip })] as const

test('who asks too much is slowed down by the verified address, whatever else it says', async ({ skip }) => {
  if (missing !== undefined) skip(missing)
  const bucket = { max_tokens: 3, tokens_per_fill: 1, fill_interval: '3600s' }
  const live = await start(verifying, {
    change: (listener) => {
      const filters = listener.filter_chains[0].filters[0].typed_config.http_filters ?? []
      const [descriptor] = filters.find(({ name }) => name.endsWith('local_ratelimit'))?.typed_config.descriptors ?? []
      if (descriptor !== undefined) descriptor.token_bucket = bucket
    },
  })
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) {
    const lines = [sealed(), ['X-Client-IP', `192.0.2.${i}`], ['X-Forwarded-For', `192.0.2.${i}`]] as const
    statuses.push(await live.ask({ method: 'GET', target: '/', lines }, WAY))
  }
  expect(statuses).toEqual([200, 200, 200, 429, 429])
  const other = { method: 'GET', target: '/', lines: [sealed('198.51.100.23')] }
  expect(await live.ask(other, WAY)).toBe(200)
  expect(await live.ask({ method: 'GET', target: '/health', lines: [] }, WAY)).toBe(200)
})

test.for([
  { name: 'an edge', from: EDGE.v4, nearest: '203.0.113.99' },
  { name: 'a stranger', from: FORGED, nearest: FORGED },
])(
  'the log has the verified address beside what X-Forwarded-For says behind $name',
  async ({ from, nearest }, { skip }) => {
    if (missing !== undefined) skip(missing)
    const folder = mkdtempSync(join(tmpdir(), 'ipseal-log-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'access.log')
    const live = await start(verifying, {
      change: (listener) => {
        const [log] = listener.filter_chains[0].filters[0].typed_config.access_log
        const { log_format } = log.typed_config
        const type = 'type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog'
        log.typed_config = { '@type': type, path, log_format }
      },
    })
    const lines = ['X-Forwarded-For: 192.0.2.200, 203.0.113.99', sealed().join(': '), 'Connection: close']
    const request = ['GET /cart?secret=1 HTTP/1.1', `Host: ${HOST}`, ...lines, '', ''].join('\r\n')
    await speak({ port: live.running.ports[WAY] ?? 0, from }, Buffer.from(request))
    // What is left of the log is written at the end.
    await live.stop()
    const entries = readFileSync(path, 'utf8').trim().split('\n')
    expect(entries.map((line): unknown => JSON.parse(line))).toMatchObject([
      { client_ip: CLIENT, nearest, connected: '127.0.0.1', method: 'GET', path: '/cart', status: 200 },
    ])
  },
)

test.for(['v1', 'v2'] as const)(
  'TLS that is handed on unread begins with a PROXY %s header of the gateway’s own',
  async (version, { skip }) => {
    if (missing !== undefined) skip(missing)
    const application = await startCapture()
    const { path, ...rest } = behindProxy({ product: 'envoy', verifies: false, sendsProxy: version })
    const topology = { ...rest, tls: 'passthrough', path: [...path.slice(0, -1), { product: 'app', verifies: true }] }
    const plane = planeOf(topology)
    const places = { application: application.port, forwardAuth: 0, extAuthz: 0, certificate: createCertificate(HOST) }
    const running = await plane.start(compilePlane(plane).compiled, places)
    if ('missing' in running) throw new Error(running.missing)
    onTestFinished(() => running.stop())
    const port = running.ports[WAY] ?? 0
    // The client writes a PROXY header of its own behind the one of the load balancer.
    const said = Buffer.concat([proxyFrom(FORGED), Buffer.from('\x16\x03\x01 no handshake')])
    const received = await application.next(() => speak({ port, from: EDGE.v4 }, said))
    const decoded = decodeProxyHeader(received)
    if (!('header' in decoded)) throw new Error(`no PROXY header: ${received.toString('latin1')}`)
    expect(decoded.header).toMatchObject({ version: version === 'v1' ? 1 : 2, source: { address: EDGE.v4 } })
    expect(received.subarray(decoded.length).equals(said)).toBe(true)

    const known = application.count()
    await speak({ port, from: EDGE.v4, localAddress: STRANGER }, said)
    expect(application.count()).toBe(known)
  },
)

function proxyFrom(address: string): Uint8Array {
  return encodeProxyHeader({
    version: 2,
    command: 'PROXY',
    family: 'tcp4',
    source: { address, port: 40_000 },
    destination: { address: '198.51.100.200', port: 443 },
    tlvs: [],
  })
}

type Speaker = { readonly port: number; readonly from: string; readonly localAddress?: string }

/** After which nothing more is to come, on a busy machine too. */
const QUIET_MILLISECONDS = 2_000

/** Sends bytes behind a PROXY header and waits until the connection ends, which it does itself after a while. */
async function speak({ port, from, localAddress }: Speaker, bytes: Buffer): Promise<void> {
  const socket = dial({ port, preamble: proxyFrom(from), ...(localAddress !== undefined && { localAddress }) })
  socket.on('error', () => undefined)
  socket.write(bytes)
  socket.setTimeout(QUIET_MILLISECONDS, () => socket.destroy())
  socket.resume()
  // Not by once(), which a connection that is cut makes throw.
  await new Promise((resolve) => socket.on('close', resolve))
}

type Capture = {
  readonly port: number
  readonly count: () => number
  /** What the next connection says. */
  readonly next: (send: () => Promise<void>) => Promise<Buffer>
}

async function startCapture(): Promise<Capture> {
  const connections: Buffer[][] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const chunks: Buffer[] = []
    connections.push(chunks)
    sockets.add(socket.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const next = async (send: () => Promise<void>): Promise<Buffer> => {
    const at = connections.length
    await send()
    return Buffer.concat(connections[at] ?? [])
  }
  return { port, count: () => connections.length, next }
}
