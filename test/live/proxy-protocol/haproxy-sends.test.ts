import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasVerifiedCertificate } from '../../../src/proxy-protocol/index.ts'
import { createCertificate } from '../../origin/certificate.ts'
import { findHaproxy } from '../find-haproxy.ts'
import { systemSearchPath } from '../find-nginx.ts'
import { startHaproxy } from '../start-haproxy.ts'
import type { RunningProgram } from '../start-program.ts'
import { type Asked, askHttp1, askHttp2, askWebSocket } from './clients.ts'
import {
  certificate,
  type LiveOrigin,
  SERVER_NAME,
  startHttp2Origin,
  startHttpOrigin,
  startTlsOrigin,
} from './origins.ts'

const isLinux = process.platform === 'linux'
const haproxy = isLinux
  ? await findHaproxy(systemSearchPath())
  : { missing: 'only Linux lets connections come from all of 127.0.0.0/8' }
const isMissing = 'missing' in haproxy ? haproxy.missing : undefined

const OPTIONS = 'proxy-v2-options crc32c,authority,ssl,unique-id'
const device = createCertificate('device-7')
const TLS_FRONT = 'ssl crt server.pem ca-file device.pem verify optional'

let origins: readonly LiveOrigin[] = []
let program: RunningProgram | undefined
let fronts: Readonly<Record<'v1' | 'v2' | 'passThrough' | 'http1' | 'http2' | 'check', number>>

beforeAll(async () => {
  if ('missing' in haproxy) return
  origins = [await startHttpOrigin(), await startTlsOrigin(), await startHttp2Origin()]
  const [http, tls, http2] = origins.map(({ port }) => `127.0.0.1:${port}`)
  const files = { 'server.pem': certificate.cert + certificate.key, 'device.pem': device.cert }
  const rows: readonly { front: string; server: string; more?: string }[] = [
    { front: '', server: `${http} send-proxy` },
    { front: '', server: `${http} send-proxy-v2` },
    { front: '', server: `${tls} send-proxy-v2 proxy-v2-options crc32c,unique-id` },
    { front: TLS_FRONT, server: `${http} send-proxy-v2-ssl-cn ${OPTIONS}` },
    { front: `${TLS_FRONT} alpn h2`, server: `${http2} send-proxy-v2-ssl-cn ${OPTIONS}` },
    { front: '', server: `${http} send-proxy-v2 check inter 50ms`, more: 'option httpchk GET /health' },
    { front: '', server: `${http2} send-proxy check inter 50ms` },
  ]
  const listener = (row: (typeof rows)[number], i: number, port = 0): string =>
    `listen l${i}\n  bind 127.0.0.1:${port} ${row.front}\n  unique-id-format %[uuid]\n  ${row.more ?? ''}\n  server s ${row.server}\n`
  const write = (ports: readonly number[]): string =>
    `global
  maxconn 100
  crt-base .
  ca-base .
defaults
  mode tcp
  timeout connect 5s
  timeout client 20s
  timeout server 20s
${rows.map((row, i) => listener(row, i, ports[i])).join('')}`
  program = await startHaproxy(haproxy, { ports: rows.length, write, files })
  const [v1 = 0, v2 = 0, passThrough = 0, http1 = 0, overHttp2 = 0, check = 0] = program.ports
  fronts = { v1, v2, passThrough, http1, http2: overHttp2, check }
})

afterAll(async () => {
  await program?.stop()
  for (const origin of origins) await origin.stop()
})

function expectClient({ seen, client }: Asked, version: 1 | 2): void {
  expect(seen).toMatchObject({ command: 'PROXY', version, sender: '127.0.0.1', source: client, remote: client })
}

describe('HAProxy sends, and the origin sees the client', () => {
  test('by version 1: HTTP/1.1 and a WebSocket', async ({ skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const asked = await askHttp1(fronts.v1)
    expectClient(asked, 1)
    expect(asked.seen.destination).toBe(`127.0.0.1 ${fronts.v1}`)
    expectClient(await askWebSocket(fronts.v1), 1)
  })

  test('by version 2: HTTP/1.1 and a WebSocket', async ({ skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    expectClient(await askHttp1(fronts.v2), 2)
    const { seen, client } = await askWebSocket(fronts.v2)
    expect(seen).toMatchObject({ source: client, protocol: 'websocket', tlvs: [] })
  })

  test.for([
    { name: 'HTTP/2', ask: askHttp2, protocol: 'h2' },
    { name: 'HTTP/1.1', ask: askHttp1, protocol: 'http/1.1' },
  ])('when TLS goes through to the origin, with a checksum and a unique id: $name', async (given, { skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const asked = await given.ask(fronts.passThrough, { tls: true })
    expectClient(asked, 2)
    expect(asked.seen.protocol).toBe(given.protocol)
    expect(asked.seen.tlvs.map(({ type }) => type).toSorted()).toEqual(['crc32c', 'unique-id'])
  })

  test.for([
    { name: 'HTTP/1.1', ask: askHttp1, front: 'http1' },
    { name: 'HTTP/2', ask: askHttp2, front: 'http2' },
  ] as const)('when TLS ends at HAProxy, with all that it knows of it: $name', async ({ ask, front }, { skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const asked = await ask(fronts[front], { tls: true, clientCertificate: device })
    expectClient(asked, 2)
    const { tlvs } = asked.seen
    const ssl = tlvs.find((tlv) => tlv.type === 'ssl')
    expect(tlvs.map(({ type }) => type)).toEqual(expect.arrayContaining(['crc32c', 'authority', 'unique-id', 'ssl']))
    expect(tlvs).toContainEqual({ type: 'authority', text: SERVER_NAME })
    expect(ssl && hasVerifiedCertificate(ssl)).toBe(true)
    expect(ssl?.tlvs).toEqual(
      expect.arrayContaining([
        { type: 'version', text: 'TLSv1.3' },
        { type: 'cn', text: 'device-7' },
      ]),
    )
  })

  test('and its health checks, which name no client, as such', async ({ skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const isLocal = (): boolean =>
      origins[0]?.events.some((event) => event.type === 'accepted' && event.facts.command === 'LOCAL') === true
    await expect.poll(isLocal, { timeout: 10_000 }).toBe(true)
    expectClient(await askHttp1(fronts.check), 2)
  })

  test('but checks by version 1 as a client with its own address', async ({ skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const sources = (): readonly string[] =>
      origins[2]?.events.flatMap((event) =>
        event.type === 'accepted' && event.facts.command === 'PROXY' && event.facts.header.version === 1
          ? [event.facts.source.address]
          : [],
      ) ?? []
    await expect.poll(sources, { timeout: 10_000 }).toContain('127.0.0.1')
  })
})
