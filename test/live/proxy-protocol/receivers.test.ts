import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeProxyHeader, type InetHeader } from '../../../src/proxy-protocol/index.ts'
import { findEnvoy } from '../find-envoy.ts'
import { findHaproxy } from '../find-haproxy.ts'
import { findNginx, systemSearchPath } from '../find-nginx.ts'
import type { RunningProgram } from '../start-program.ts'
import { send, startEnvoyReceiver, startHaproxyReceiver, startNginxReceiver } from './receivers.ts'

type Found<Thing> = Thing | { readonly missing: string }

/** Starts what was found, or says why not. */
function prepare<Thing extends object>(found: Found<Thing>, start: (found: Thing) => Promise<RunningProgram>) {
  return 'missing' in found ? { missing: found.missing } : { start: () => start(found) }
}

const RECEIVERS = [
  { name: 'HAProxy', ...prepare(await findHaproxy(systemSearchPath()), startHaproxyReceiver) },
  { name: 'nginx', ...prepare(await findNginx(systemSearchPath()), startNginxReceiver) },
  { name: 'Envoy', ...prepare(await findEnvoy(), startEnvoyReceiver) },
]

const v4: InetHeader<string> = {
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: '192.0.2.7', port: 40000 },
  destination: { address: '198.51.100.1', port: 443 },
  tlvs: [],
}
const v6: InetHeader<string> = {
  ...v4,
  family: 'tcp6',
  source: { address: '2001:db8::7', port: 40000 },
  destination: { address: '2001:db8::1', port: 443 },
}
const tlvs: InetHeader['tlvs'] = [
  { type: 'authority', text: 'app.example.com' },
  { type: 'unique-id', hex: '00ff00ff' },
  { type: 'noop', length: 9 },
  { type: 'unknown', code: 0xe3, hex: 'abcdef' },
  { type: 'crc32c', hex: '' },
]

const HEADERS = [
  { name: 'version 1, IPv4', header: { ...v4, version: 1 } },
  { name: 'version 1, IPv6', header: { ...v6, version: 1 } },
  { name: 'version 2, IPv4', header: v4 },
  { name: 'version 2, IPv6', header: v6 },
  { name: 'version 2, fields and checksum', header: { ...v4, tlvs } },
  { name: 'version 2, IPv6, fields and checksum', header: { ...v6, tlvs } },
] as const

const ports = new Map<string, number>()
const programs: RunningProgram[] = []

beforeAll(async () => {
  for (const { name, start } of RECEIVERS) {
    const program = await start?.()
    if (program === undefined) continue
    programs.push(program)
    ports.set(name, program.ports[0] ?? 0)
  }
})

afterAll(async () => {
  for (const program of programs) await program.stop()
})

describe.each(RECEIVERS)('$name receives what we send', ({ name, missing }) => {
  test.for(HEADERS)('$name', async ({ header }, { skip }) => {
    if (missing !== undefined) return skip(missing)
    const received = await send(ports.get(name) ?? 0, encodeProxyHeader(header))
    const show = ({ address, port }: typeof header.source): string => `${address}:${port}`
    expect({ source: strip(received?.source), destination: strip(received?.destination) }).toEqual({
      source: show(header.source),
      destination: show(header.destination),
    })
    const hasAuthority = name !== 'nginx' && header.tlvs.length > 0
    if (hasAuthority) expect(received?.authority).toBe('app.example.com')
  })

  test('LOCAL, and takes the sender for the client', async ({ skip }) => {
    if (missing !== undefined) return skip(missing)
    const local = encodeProxyHeader({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] })
    expect((await send(ports.get(name) ?? 0, local))?.source).toMatch(/^127\.0\.0\.1:\d+$/)
  })

  test('and demands it', async ({ skip }) => {
    if (missing !== undefined) return skip(missing)
    expect(await send(ports.get(name) ?? 0, new Uint8Array())).toBeUndefined()
  })
})

test('HAProxy checks the checksum, so that the one which it took is right', async ({ skip }) => {
  const [haproxy] = RECEIVERS
  if (haproxy?.missing !== undefined) return skip(haproxy.missing)
  const bytes = encodeProxyHeader({ ...v4, tlvs })
  bytes[16] = 193
  expect(await send(ports.get('HAProxy') ?? 0, bytes)).toBeUndefined()
})

/** Envoy puts brackets around IPv6. */
function strip(endpoint: string | undefined): string | undefined {
  return endpoint?.replaceAll(/[[\]]/g, '')
}
