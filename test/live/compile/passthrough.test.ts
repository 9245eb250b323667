import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Compiled } from '../../../src/compile/index.ts'
import { decodeProxyHeader, encodeProxyHeader } from '../../../src/proxy-protocol/index.ts'
import { compileGateway, type Document } from '../../compile/compile-gateway.ts'
import { dial } from '../dial.ts'
import { findHaproxy } from '../find-haproxy.ts'
import { findTraefik } from '../gateways/find-traefik.ts'
import { EDGE, STRANGER } from '../matrix/topologies.ts'
import { startHaproxy } from '../start-haproxy.ts'
import { type RunningProgram, startProgram } from '../start-program.ts'

const TLS_HANDSHAKE = 0x16
const RETRY_MILLISECONDS = 500
const haproxy = await findHaproxy(process.env.PATH)
const traefik = await findTraefik()

type Missing = { readonly missing: string }
type Start = (compiled: Compiled, next: string) => Promise<RunningProgram | Missing>

/** 127.0.0.1 is the load balancer. */
function documentOf(product: string): Document {
  return {
    path: [
      { product: 'edge', ranges: EDGE.ranges },
      { product: 'load-balancer', ranges: ['127.0.0.1/32'], sendsProxy: 'v2' },
      { product, verifies: false, sendsProxy: 'v2' },
      { product: 'app', verifies: true },
    ],
    tls: 'passthrough',
  }
}

const NEXT = 'shop.default.svc.cluster.local:8080'
const fileText = ({ files }: Compiled, name: string): string => files.find(({ path }) => path === name)?.text ?? ''

const runHaproxy: Start = async (compiled, next) => {
  if ('missing' in haproxy) return haproxy
  const text = fileText(compiled, 'haproxy.cfg').replace(NEXT, next)
  const write = ([port, probes]: readonly number[]): string =>
    text.replace('bind :::8443 v4v6', `bind 127.0.0.1:${port}`).replace('bind :::8404 v4v6', `bind 127.0.0.1:${probes}`)
  return startHaproxy(haproxy, { ports: 2, write })
}

const runTraefik: Start = async (compiled, next) => {
  if ('missing' in traefik) return traefik
  const write = ([websecure, web]: readonly number[]): string =>
    fileText(compiled, 'traefik.yml').replace(':8443', `:${websecure}`).replace(':8000', `:${web}`)
  const files = { 'dynamic.yml': fileText(compiled, 'dynamic.yml').replace(NEXT, next) }
  const args = (file: string): readonly string[] => [`--configfile=${file}`]
  const program = { name: 'traefik', path: traefik.path, file: 'traefik.yml', args }
  return startProgram(program, { ports: 2, write, files })
}

/** A next hop that keeps the first bytes of a connection. */
async function listen(): Promise<{
  readonly next: string
  readonly first: () => Promise<Buffer>
  readonly server: Server
}> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const first = (): Promise<Buffer> =>
    new Promise((resolve) => {
      server.once('connection', (socket) => {
        socket.on('error', () => undefined)
        socket.once('data', (bytes: Buffer) => {
          resolve(bytes)
          socket.destroy()
        })
      })
    })
  return { next: `127.0.0.1:${address.port}`, first, server }
}

const preamble = encodeProxyHeader({
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: EDGE.v4, port: 40_000 },
  destination: { address: '198.51.100.200', port: 443 },
  tlvs: [],
})

const gateways = [
  { name: 'HAProxy', product: 'haproxy', run: runHaproxy },
  { name: 'Traefik', product: 'traefik', run: runTraefik },
] as const

test.for(gateways)(
  '$name hands TLS on unread, behind the address that the load balancer named',
  async (one, { skip }) => {
    const { next, first, server } = await listen()
    onTestFinished(() => void server.close())
    const running = await one.run(compileGateway(one.product, documentOf(one.product)), next)
    if ('missing' in running) return skip(running.missing)
    onTestFinished(() => running.stop())
    const [port = 0] = running.ports
    const bytes = await firstBytes(port, first)
    const decoded = decodeProxyHeader(bytes)
    expect(decoded).toMatchObject({ header: { command: 'PROXY', source: { address: EDGE.v4, port: 40_000 } } })
    expect(bytes.subarray(preamble.length)[0] ?? TLS_HANDSHAKE).toBe(TLS_HANDSHAKE)
    return undefined
  },
)

function closed(socket: Socket): Promise<undefined> {
  return new Promise((resolve) => socket.once('close', () => resolve(undefined)))
}

/** Some know their routes only some time after they listen, and end TLS themselves until then: it is tried until something comes. */
async function firstBytes(port: number, first: () => Promise<Buffer>): Promise<Buffer> {
  const waiting = first()
  for (;;) {
    const socket = dial({ port, preamble, tls: 'http/1.1' })
    socket.on('error', () => undefined)
    const bytes = await Promise.race([waiting, closed(socket), sleep(RETRY_MILLISECONDS, undefined)])
    socket.destroy()
    if (bytes !== undefined) return bytes
  }
}

test('HAProxy cuts strangers off before it hands anything on', async ({ skip }) => {
  const { next, server } = await listen()
  onTestFinished(() => void server.close())
  const running = await runHaproxy(compileGateway('haproxy', documentOf('haproxy')), next)
  if ('missing' in running) return skip(running.missing)
  onTestFinished(() => running.stop())
  let connections = 0
  server.on('connection', () => connections++)
  const socket = dial({ port: running.ports[0] ?? 0, preamble, localAddress: STRANGER })
  socket.on('error', () => undefined)
  await closed(socket)
  expect(connections).toBe(0)
  return undefined
})
