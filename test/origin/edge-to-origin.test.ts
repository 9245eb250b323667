import { once } from 'node:events'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { createVerifier, fetchKeys, type VerifierEvent } from '../../src/origin/index.ts'
import { verifyFastify } from '../../src/origin/node/fastify.ts'
import {
  AUDIENCE,
  edgeUnderTest,
  ISSUER,
  NOW,
  optionsFor,
  originAt,
  PEER,
  settingsWith,
} from '../edge/edge-under-test.ts'
import { serveFetch } from './adapters.ts'
import { LOOPBACK, listen } from './raw-http.ts'

const FORGED = { 'X-Client-IP': '203.0.113.66', X_Client_IP: '203.0.113.66', 'X-Forwarded-For': '203.0.113.66' }

test('an origin believes the edge by the keys that the edge itself publishes, and nobody else', async () => {
  const events: VerifierEvent[] = []
  const edgeServer = serveFetch(async (request) => (await edge).handle(request))
  const edgeUrl = `http://${LOOPBACK}:${await listen(edgeServer)}`

  const origin = Fastify({ trustProxy: true })
  onTestFinished(() => origin.close())
  const verifier = createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: fetchKeys(`${edgeUrl}/.well-known/ipseal/jwks.json`),
    mode: 'enforce',
    bind: 'host',
    report: (event) => events.push(event),
    now: () => NOW,
  })
  await origin.register(verifyFastify(verifier))
  origin.get('/', (request) => [request.ip, request.client?.via, request.headers['x-client-ip']])
  const originUrl = await origin.listen({ port: 0, host: LOOPBACK })
  const assertion = { alg: 'ES256', ttlSeconds: 60, bind: 'host', prefix: '' } as const
  const edge = edgeUnderTest(optionsFor(settingsWith({ origins: [originAt(originUrl)], assertion })))

  const byEdge = await fetch(edgeUrl, { headers: FORGED })
  expect(await byEdge.json()).toEqual([PEER, 'peer', PEER])
  expect((await fetch(originUrl, { headers: FORGED })).status).toBe(401)
  edgeServer.closeAllConnections()
  edgeServer.close()
  await once(edgeServer, 'close')
  expect(events.map(({ type }) => type)).toEqual(['verified', 'refused'])
})
