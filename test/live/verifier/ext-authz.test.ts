import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEnvoy } from '../find-envoy.ts'
import { ask, type Request } from './ask.ts'
import { envoyResources, WAYS } from './envoy-resources.ts'
import { CLIENT, FORGED, seal, sealAsStranger } from './sealed.ts'
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
const bound = await seal({ method: 'GET', path: '/bound' })
const strangers = await sealAsStranger()

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
const refused = { status: 401, ours: undefined }

const cases: readonly { readonly name: string; readonly request: Request; readonly want: object }[] = [
  { name: 'a sealed client is told', request: { lines: [[ASSERTION, token]] }, want: told },
  { name: 'whatever else the client sends', request: { lines: [...forgery, [ASSERTION, token]] }, want: told },
  {
    name: 'naming the header as one between hops changes nothing',
    request: { lines: [...forgery, [ASSERTION, token], ['Connection', 'x-client-ip']] },
    want: told,
  },
  { name: 'nobody is told without a seal', request: { lines: forgery }, want: refused },
  { name: 'nor with a stranger’s', request: { lines: [[ASSERTION, strangers]] }, want: refused },
  {
    name: 'nor with two, of which one is good',
    request: {
      lines: [
        [ASSERTION, token],
        [ASSERTION, strangers],
      ],
    },
    want: refused,
  },
  {
    name: 'nor with two that are good',
    request: {
      lines: [
        [ASSERTION, token],
        [ASSERTION, token],
      ],
    },
    want: refused,
  },
  { name: 'nor with two in one line', request: { lines: [[ASSERTION, `${token},${token}`]] }, want: refused },
  { name: 'an exempt route has no client', request: { target: '/healthz', lines: forgery }, want: untold },
  { name: 'even with a seal', request: { target: '/healthz?x', lines: [[ASSERTION, token]] }, want: untold },
  { name: 'HEAD is not GET', request: { method: 'HEAD', target: '/healthz', lines: forgery }, want: refused },
  { name: 'OPTIONS is no exception', request: { method: 'OPTIONS', lines: forgery }, want: refused },
  { name: 'a spelling of the route is not the route', request: { target: '/%68ealthz' }, want: refused },
  { name: 'nor what begins like it', request: { target: '/healthz/..' }, want: refused },
  {
    name: 'other gateways’ headers are the client’s',
    request: {
      lines: [
        ['X-Original-URL', 'http://app.example.com/healthz'],
        ['X-Original-Method', 'GET'],
        ['X-Forwarded-Uri', '/healthz'],
        ['X-Forwarded-Method', 'GET'],
        ['X-Envoy-Original-Path', '/healthz'],
      ],
    },
    want: refused,
  },
  { name: 'a bound seal fits its request', request: { target: '/bound?q', lines: [[ASSERTION, bound]] }, want: told },
  { name: 'and no other path', request: { target: '/other', lines: [[ASSERTION, bound]] }, want: refused },
  {
    name: 'and no other method',
    request: { method: 'POST', target: '/bound', lines: [[ASSERTION, bound]] },
    want: refused,
  },
]

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

  describe.each(WAYS)('by %s', (way) => {
    test.each(cases)('$name', async ({ request, want }) => {
      expect(await ask(envoy.ports[way] ?? 0, request)).toEqual(want)
    })
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
