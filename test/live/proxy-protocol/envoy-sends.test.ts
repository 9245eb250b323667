import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEnvoy } from '../find-envoy.ts'
import { startEnvoy } from '../start-envoy.ts'
import type { RunningProgram } from '../start-program.ts'
import { type Asked, askHttp1, askHttp2, askWebSocket } from './clients.ts'
import { writeSender } from './envoy-configuration.ts'
import { type LiveOrigin, startHttp2Origin, startHttpOrigin, startTlsOrigin } from './origins.ts'

const isLinux = process.platform === 'linux'
const envoy = isLinux ? await findEnvoy() : { missing: 'only Linux lets connections come from all of 127.0.0.0/8' }
const isMissing = 'missing' in envoy ? envoy.missing : undefined

let origins: readonly LiveOrigin[] = []
let program: RunningProgram | undefined

const FRONTS = [
  { name: 'version 1, HTTP/1.1', version: 'V1', origin: 0, ask: askHttp1, protocol: 'http/1.1' },
  { name: 'version 1, a WebSocket', version: 'V1', origin: 0, ask: askWebSocket, protocol: 'websocket' },
  { name: 'version 1, HTTP/2 without TLS', version: 'V1', origin: 2, ask: askHttp2, protocol: 'h2c' },
  { name: 'version 2, HTTP/1.1', version: 'V2', origin: 0, ask: askHttp1, protocol: 'http/1.1' },
  { name: 'version 2, a WebSocket', version: 'V2', origin: 0, ask: askWebSocket, protocol: 'websocket' },
  { name: 'version 1, TLS to the origin', version: 'V1', origin: 1, ask: overTls(askHttp2), protocol: 'h2' },
  { name: 'version 2, TLS to the origin', version: 'V2', origin: 1, ask: overTls(askHttp2), protocol: 'h2' },
  { name: 'version 2, HTTP/1.1 over TLS', version: 'V2', origin: 1, ask: overTls(askHttp1), protocol: 'http/1.1' },
] as const

function overTls(ask: typeof askHttp1): (port: number) => Promise<Asked> {
  return (port) => ask(port, { tls: true })
}

beforeAll(async () => {
  if ('missing' in envoy) return
  origins = [await startHttpOrigin(), await startTlsOrigin(), await startHttp2Origin()]
  const routes = FRONTS.map(({ version, origin }) => ({ version, to: origins[origin]?.port ?? 0 }))
  program = await startEnvoy(envoy, { ports: FRONTS.length, write: (ports) => writeSender(ports, routes) })
})

afterAll(async () => {
  await program?.stop()
  for (const origin of origins) await origin.stop()
})

describe('Envoy sends, and the origin sees the client', () => {
  test.for(FRONTS.map((front, i) => ({ ...front, i })))('by $name', async (front, { skip }) => {
    if (isMissing !== undefined) return skip(isMissing)
    const { seen, client } = await front.ask(program?.ports[front.i] ?? 0)
    expect(seen).toEqual({
      remote: client,
      command: 'PROXY',
      version: front.version === 'V1' ? 1 : 2,
      sender: '127.0.0.1',
      source: client,
      destination: `127.0.0.1 ${program?.ports[front.i]}`,
      tlvs: [],
      protocol: front.protocol,
    })
  })
})
