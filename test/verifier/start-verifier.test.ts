import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/fault-list.ts'
import { startVerifier } from '../../src/verifier/start-verifier.ts'
import { CLIENT, seal, sealAsStranger } from '../live/verifier/sealed.ts'
import { listen, openConnection, writeRequest } from '../origin/raw-http.ts'
import { FORWARD_AUTH, HERE, type Record, runService, writeDocument } from './running-service.ts'

const token = await seal()
const strangers = await sealAsStranger()
const SEALED = { headers: { 'X-Client-IP-Assertion': token } }

function get(port: number, path = '/', init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, init)
}

async function startWith(source: string | undefined): Promise<{ readonly records: readonly Record[] }> {
  const records: Record[] = []
  await startVerifier({ source, write: (record) => void records.push({ ...record }) }).catch(() => undefined)
  return { records }
}

describe('a start of the verifier service', () => {
  test('takes the document itself in place of a path to it', async () => {
    const { path, jwks } = writeDocument({ listen: { forwardAuth: FORWARD_AUTH } })
    const text = `\n ${JSON.stringify({ issuer: 'https://edge.example.com', audience: 'a', jwks, listen: { forwardAuth: FORWARD_AUTH } })}`
    for (const source of [path, text]) {
      const service = await startVerifier({ source, write: () => undefined })
      expect(service.listening().map(({ name }) => name)).toEqual(['forwardAuth'])
      await service.stop()
    }
  })

  test.each([
    { source: undefined },
    { source: '' },
    { source: '/nowhere/ipseal.verifier.json' },
    { source: '{"issuer":1' },
  ])('fails with a fault that names what is wrong: $source', async ({ source }) => {
    await expect(startVerifier({ source, write: () => undefined })).rejects.toBeInstanceOf(ConfigError)
  })

  test('reports all faults of a document in one record', async () => {
    const { records } = await startWith('{"listen":{"forwardAuth":{"port":8080,"dialect":"nginx","hots":"x"}}}')
    const faults = [
      'MISSING at audience',
      'MISSING at issuer',
      'MISSING at jwks',
      'UNKNOWN_KEY at listen.forwardAuth.hots',
    ]
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({ level: 60, msg: 'start failed' })
    expect(
      [records[0]?.faults]
        .flat()
        .map((fault) => String(fault).split(':')[0])
        .toSorted(),
    ).toEqual(faults)
  })

  test('fails where a port cannot be had, and keeps none of the others', async () => {
    const taken = await listen(createServer())
    const { path } = writeDocument({
      listen: { forwardAuth: FORWARD_AUTH, health: { port: taken, host: '127.0.0.1' } },
    })
    const { records } = await startWith(path)
    expect(records.at(-1)).toMatchObject({ msg: 'start failed', error: expect.stringContaining('EADDRINUSE') })
    const opened = records.find(({ msg, listener }) => msg === 'listening' && listener === 'forwardAuth')
    await expect(get(Number(opened?.port))).rejects.toThrow()
  })

  test('without keys goes on, is not ready, refuses, and is ready when they are there', async () => {
    const { service, portOf, rewriteKeys, records } = await runService({
      jwks: '/nowhere/jwks.json',
      listen: { forwardAuth: FORWARD_AUTH, health: HERE },
    })
    expect(service.listening()).toHaveLength(2)
    rewriteKeys('unused')
    const ready = await get(portOf('health'), '/readyz')
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'no-keys' }])
    expect((await get(portOf('health'), '/healthz')).status).toBe(200)
    expect((await get(portOf('forwardAuth'), '/', SEALED)).status).toBe(401)
    const refused = records.find(({ outcome }) => outcome === 'refused')
    expect(refused).toMatchObject({ level: 50, reason: 'keys-unavailable' })
    expect(records.find(({ msg }) => msg === 'keys not loaded')).toMatchObject({ level: 50, error: 'ENOENT' })
  })
})

describe('a running verifier service', () => {
  test('says that it lives, is ready, and what it has done', async () => {
    const { portOf } = await runService({ listen: { forwardAuth: FORWARD_AUTH, health: HERE } })
    const answer = await get(portOf('forwardAuth'), '/', SEALED)
    expect(answer.headers.get('x-client-ip')).toBe(CLIENT)
    await get(portOf('forwardAuth'), '/', { headers: { 'X-Client-IP': '203.0.113.66' } })
    const replies = await Promise.all(['/healthz', '/readyz', '/nothing'].map((path) => get(portOf('health'), path)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 404])
    expect((await get(portOf('health'), '/readyz', { method: 'POST' })).status).toBe(405)
    const metrics = await (await get(portOf('health'), '/metrics')).text()
    expect(metrics).toContain('ipseal_verifier_requests_total{listener="forwardAuth",outcome="verified",reason=""} 1')
    expect(metrics).toContain(
      'ipseal_verifier_requests_total{listener="forwardAuth",outcome="refused",reason="missing"} 1',
    )
    expect(metrics).toContain('ipseal_verifier_discarded_headers_total{listener="forwardAuth"} 1')
    expect(metrics).toMatch(/^ipseal_verifier_key_age_seconds \d/m)
  })

  test('logs one line for each request, with no header text and a network in place of the client', async () => {
    const { portOf, records } = await runService({ listen: { forwardAuth: FORWARD_AUTH } })
    const headers = { 'X-Client-IP': '203.0.113.66', 'X-Client-IP-Assertion': strangers }
    await get(portOf('forwardAuth'), '/?secret', SEALED)
    await get(portOf('forwardAuth'), '/?secret', { headers })
    const lines = records.filter(({ msg }) => msg === 'request').map(({ time: _, ...rest }) => rest)
    expect(lines).toEqual([
      {
        level: 30,
        msg: 'request',
        listener: 'forwardAuth',
        outcome: 'verified',
        client: '192.0.2.0/24',
        via: 'cf-connecting-ip',
      },
      {
        level: 40,
        msg: 'request',
        listener: 'forwardAuth',
        outcome: 'refused',
        discarded: ['x-client-ip'],
        reason: 'bad-signature',
        keyId: 'live',
      },
    ])
    expect(JSON.stringify(records)).not.toMatch(/secret|eyJ|203\.0\.113/)
  })

  test('closes connections beyond their number', async () => {
    const { portOf } = await runService({ listen: { forwardAuth: FORWARD_AUTH }, limits: { maxConnections: 2 } })
    const port = portOf('forwardAuth')
    const open = [await openConnection(port), await openConnection(port)]
    for (const connection of open) {
      connection.send(writeRequest({ method: 'GET', target: '/', headers: [] }))
      expect((await connection.readResponse())?.status).toBe(401)
    }
    expect(await (await openConnection(port)).readAll()).toBe('')
  })
})
