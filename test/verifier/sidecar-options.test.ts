import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVerifier } from '../../src/origin/index.ts'
import { createProxyProtocolServer } from '../../src/origin/node/index.ts'
import { OriginError } from '../../src/origin/origin-error.ts'
import { createSidecar, type SidecarOptions } from '../../src/verifier/sidecar/sidecar.ts'
import type { TcpRelayOptions } from '../../src/verifier/tcp-relay/options.ts'
import { createTcpRelay } from '../../src/verifier/tcp-relay/tcp-relay.ts'
import { UpstreamError } from '../../src/verifier/upstream-error.ts'
import { AUDIENCE, ISSUER, keys } from '../origin/assertions.ts'
import { HEADERS } from '../origin/proxy-protocol-front.ts'
import { LOOPBACK, writeRequest } from '../origin/raw-http.ts'
import { ASSERTION } from '../origin/verified-server.ts'
import { startListener } from './sidecar-apps.ts'
import { buildSidecar } from './sidecar-under-test.ts'

const report = (): void => undefined
const verifier = createVerifier({ issuer: ISSUER, audience: AUDIENCE, keys, mode: 'enforce', bind: 'none', report })
const upstream = 'http://127.0.0.1:3000'

/** The path of the fault that a set-up ends with. */
function faultOf(setUp: () => unknown): string {
  try {
    setUp()
  } catch (error) {
    if (error instanceof UpstreamError || error instanceof OriginError) return `${error.code} ${error.path}`
    throw error
  }
  return 'none'
}

test.each<[string, Partial<SidecarOptions>, string]>([
  ['takes an address and a port', { upstream }, 'none'],
  ['takes a UNIX socket', { upstream: 'unix:/run/app.sock' }, 'none'],
  ['takes IPv6', { upstream: 'http://[::1]:3000' }, 'none'],
  ['takes no TLS', { upstream: 'https://127.0.0.1:3000' }, 'BAD_UPSTREAM upstream'],
  ['takes no path', { upstream: 'http://127.0.0.1:3000/app' }, 'BAD_UPSTREAM upstream'],
  ['takes no credentials', { upstream: 'http://a:b@127.0.0.1:3000' }, 'BAD_UPSTREAM upstream'],
  ['takes no query', { upstream: 'http://127.0.0.1:3000?' }, 'BAD_UPSTREAM upstream'],
  ['takes no bare address', { upstream: '127.0.0.1:3000' }, 'BAD_UPSTREAM upstream'],
  ['takes no relative socket', { upstream: 'unix:app.sock' }, 'BAD_UPSTREAM upstream'],
  ['takes no nothing', { upstream: '' }, 'BAD_UPSTREAM upstream'],
  ['takes no request at all by no limit', { maxRequests: 0 }, 'BAD_LIMIT maxRequests'],
  ['takes no half requests', { maxRequests: 1.5 }, 'BAD_LIMIT maxRequests'],
  ['takes no limit that is no number', { idleTimeoutSeconds: Number.NaN }, 'BAD_LIMIT idleTimeoutSeconds'],
  ['takes no header limit that no assertion fits in', { maxHeaderBytes: 1000 }, 'BAD_LIMIT maxHeaderBytes'],
  ['takes fractions of a second', { upstreamTimeoutSeconds: 0.5 }, 'none'],
  ['takes undefined for the default', { keepAliveSeconds: undefined as never }, 'none'],
])('a sidecar %s', (_, options, fault) => {
  expect(faultOf(() => createSidecar({ verifier, upstream, report, ...options }))).toBe(fault)
})

test.each<[string, Partial<TcpRelayOptions>, string]>([
  ['takes a host and a port', {}, 'none'],
  ['takes a UNIX socket', { upstream: { path: '/run/app.sock' } }, 'none'],
  ['takes no port 0', { upstream: { host: '127.0.0.1', port: 0 } }, 'BAD_UPSTREAM upstream'],
  ['takes no port above 65535', { upstream: { host: '127.0.0.1', port: 65_536 } }, 'BAD_UPSTREAM upstream'],
  ['takes no empty host', { upstream: { host: '', port: 443 } }, 'BAD_UPSTREAM upstream'],
  ['takes no fields in version 1', { sendProxy: 'v1', tlvs: ['alpn'] }, 'BAD_CHOICE tlvs'],
  ['takes no version 3', { sendProxy: 'v3' as never }, 'BAD_CHOICE sendProxy'],
  ['takes no third way with LOCAL', { local: 'drop' as never }, 'BAD_CHOICE local'],
  ['takes no source with host bits', { sources: ['192.0.2.1/24'] }, 'BAD_SOURCE sources[0]'],
  ['takes no list without sources', { sources: [] }, 'BAD_SOURCE sources'],
  ['takes no source that is everybody', { sources: ['::/0'] }, 'BAD_SOURCE sources[0]'],
  ['takes no connection at all by no limit', { maxConnections: 0 }, 'BAD_LIMIT maxConnections'],
])('a relay %s', (_, options, fault) => {
  const given = { upstream: { host: '127.0.0.1', port: 443 }, sendProxy: 'v2', report, ...options } as const
  expect(faultOf(() => createTcpRelay(given))).toBe(fault)
})

describe('a sidecar behind a PROXY protocol port', () => {
  const GET = (target: string, headers: Parameters<typeof writeRequest>[0]['headers']): string =>
    writeRequest({ method: 'GET', target, headers: [...headers, ['Connection', 'close']] })

  async function start(setup: Parameters<typeof buildSidecar>[1] = {}) {
    const app = await startListener((request, response) => response.end(request.headers['x-client-ip'] ?? 'nobody'))
    onTestFinished(app.stop)
    const { sidecar } = buildSidecar(app.url, setup)
    const front = createProxyProtocolServer(sidecar, { senders: ['127.0.0.0/8'], report })
    const { port } = await front.listen({ port: 0, host: LOOPBACK })
    onTestFinished(() => void front.close())
    return async (bytes: readonly (string | Uint8Array)[]): Promise<string> => {
      const socket = connect(port, LOOPBACK)
      onTestFinished(() => void socket.destroy())
      await once(socket, 'connect')
      for (const part of bytes) socket.write(part)
      return text(socket)
    }
  }

  test('believes the assertion on who the client is, and not the header below it', async () => {
    const ask = await start()
    const headers = [['X-Forwarded-For', '203.0.113.66'], ASSERTION] as const
    expect(await ask([HEADERS['version 2 with IPv6'], GET('/', headers)])).toMatch(/192\.0\.2\.7/)
    expect(await ask([HEADERS['version 1'], GET('/', [])])).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('asks for both proofs where the verifier does, of WebSockets too', async () => {
    const ask = await start({ sources: ['192.0.2.0/24'] })
    const shake = [['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ASSERTION] as const
    const status = async (header: Uint8Array, request: string): Promise<string> => {
      return (await ask([header, request])).split(' ')[1] ?? ''
    }
    expect(await status(HEADERS['version 1'], GET('/', [ASSERTION]))).toBe('200')
    expect(await status(HEADERS['version 2 with IPv6'], GET('/', [ASSERTION]))).toBe('401')
    expect(await status(HEADERS.LOCAL, GET('/', [ASSERTION]))).toBe('401')
    expect(await status(HEADERS['version 1'], writeRequest({ method: 'GET', target: '/', headers: shake }))).toBe('200')
    const stranger = writeRequest({ method: 'GET', target: '/', headers: shake })
    expect(await status(HEADERS['version 2 with IPv6'], stranger)).toBe('401')
  })

  test('serves a health check that has no client', async () => {
    const ask = await start()
    expect(await ask([HEADERS.LOCAL, GET('/health', [])])).toMatch(/^HTTP\/1\.1 200 .*nobody/s)
    expect(await ask([HEADERS.LOCAL, GET('/', [])])).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('takes a second header of the client’s for no request', async () => {
    const ask = await start()
    expect(await ask([HEADERS['version 1'], HEADERS['version 1'], GET('/', [ASSERTION])])).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('is not served without a header', async () => {
    const ask = await start()
    expect(await ask([GET('/', [ASSERTION])]).catch(() => '')).toBe('')
  })
})
