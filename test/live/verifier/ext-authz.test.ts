import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEnvoy } from '../find-envoy.ts'
import { ask } from './ask.ts'
import { envoyResources, WAYS } from './envoy-resources.ts'
import { CLIENT, FORGED, seal } from './sealed.ts'
import { type Application, startApplication } from './start-application.ts'
import { type Envoy, startEnvoy } from './start-envoy.ts'
import { type LiveService, startService } from './start-service.ts'

const found = await findEnvoy()
const reason = 'missing' in found ? ` (skipped: ${found.missing})` : ''
const DOCUMENT = {
  exempt: [{ method: 'GET', path: '/healthz' }],
  listen: {
    forwardAuth: { port: 0, host: '127.0.0.1', dialect: 'envoy', pathPrefix: '/check' },
    extAuthz: { port: 0, host: '127.0.0.1' },
    health: { port: 0, host: '127.0.0.1' },
  },
}

const ASSERTION = 'X-Client-IP-Assertion'
const token = await seal()

/** Every way in which a client can say who it is by itself. */
const forgery: readonly (readonly [string, string])[] = [
  ['X-Client-IP', FORGED],
  ['x-client-ip', FORGED],
  ['X_Client_IP', FORGED],
  ['X_CLIENT_IP_ASSERTION', FORGED],
  ['X.Client.IP', FORGED],
]

const told = { status: 200, ours: [`x-client-ip: ${CLIENT}`] }
const untold = { status: 200, ours: [] }

let service: LiveService
let application: Application
let envoy: Envoy

describe.skipIf('missing' in found)(`Envoy asks the verifier service${reason}`, () => {
  beforeAll(async () => {
    service = await startService(DOCUMENT)
    application = await startApplication()
    const { forwardAuth = 0, extAuthz = 0 } = service.ports
    const path = 'path' in found ? found.path : ''
    envoy = await startEnvoy(path, envoyResources({ application: application.port, forwardAuth, extAuthz }))
  })

  afterAll(async () => {
    await envoy?.stop()
    await application?.stop()
    await service?.stop()
  })

  // The requests of test/vectors/gateway-requests.json are test/live/gateways', where Envoy's own configuration removes too.
  test.each(WAYS)('by %s it has Envoy remove every spelling of our names', async (way) => {
    expect(await ask(envoy.ports[way] ?? 0, { target: '/healthz', lines: forgery })).toEqual(untold)
    expect(await ask(envoy.ports[way] ?? 0, { lines: [...forgery, [ASSERTION, token]] })).toEqual(told)
  })

  test('what comes behind has the client as dynamic metadata', async () => {
    const { ours } = await ask(envoy.ports['grpc-metadata'] ?? 0, { lines: [[ASSERTION, token]] })
    const metadata = [`x-client-ip-ip: ${CLIENT}`, 'x-client-ip-via: cf-connecting-ip']
    expect(ours).toEqual([`x-client-ip: ${CLIENT}`, ...metadata])
  })

  test('a new document takes effect with SIGHUP, over the connections that there are', async () => {
    service.rewrite({ ...DOCUMENT, mode: 'observe', exempt: [] })
    service.signal('SIGHUP')
    await service.waitFor(({ msg }) => msg === 'reloaded')
    for (const way of WAYS) {
      expect(await ask(envoy.ports[way] ?? 0, { lines: forgery })).toEqual(untold)
      expect(await ask(envoy.ports[way] ?? 0, { lines: [...forgery, [ASSERTION, token]] })).toEqual(told)
    }
  })

  test('it ends when it is told to, with Envoy still connected', async () => {
    expect(await service.stop()).toBe(0)
    expect(await ask(envoy.ports.grpc ?? 0, { lines: [[ASSERTION, token]] })).toMatchObject({ ours: undefined })
  })
})
