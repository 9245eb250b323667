import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { CLIENT, seal } from '../live/verifier/sealed.ts'
import { listen, openConnection, writeRequest } from '../origin/raw-http.ts'
import { HERE, runService } from './running-service.ts'

const token = await seal()
const ASSERTION = ['X-Client-IP-Assertion', token] as const
const FORGED = ['X-Real-IP', '203.0.113.66'] as const
const CDN = 'PROXY TCP4 198.51.100.9 192.0.2.1 1234 443\r\n'
const STRANGER = 'PROXY TCP4 203.0.113.9 192.0.2.1 1234 443\r\n'
const HEALTH_CHECK = 'PROXY UNKNOWN\r\n'
const proxyProtocol = { senders: ['127.0.0.0/8'], sources: ['198.51.100.0/24'] }

async function startSidecar() {
  const application = createServer(({ headers }, response) => response.end(String(headers['x-real-ip'] ?? 'nobody')))
  const upstream = `http://127.0.0.1:${await listen(application)}`
  const parts = {
    exempt: [{ method: 'GET', path: '/healthz' }],
    proxyProtocol,
    listen: { sidecar: { ...HERE, upstream, proxyProtocol: true } },
  }
  return { ...(await runService(parts)), parts }
}

describe('the sidecar behind PROXY with sources', () => {
  test.each([
    { name: 'serves who has both proofs', header: CDN, target: '/', lines: [ASSERTION, FORGED], want: [200, CLIENT] },
    { name: 'refuses a seal from beside the CDN', header: STRANGER, target: '/', lines: [ASSERTION], want: [401] },
    { name: 'refuses the CDN without a seal', header: CDN, target: '/', lines: [FORGED], want: [401] },
    { name: 'refuses a seal from nobody', header: HEALTH_CHECK, target: '/', lines: [ASSERTION], want: [401] },
    {
      name: 'serves a health check as nobody’s',
      header: HEALTH_CHECK,
      target: '/healthz',
      lines: [FORGED],
      want: [200, 'nobody'],
    },
  ])('$name', async ({ header, target, lines, want }) => {
    const { portOf } = await startSidecar()
    const connection = await openConnection(portOf('sidecar'))
    connection.send(`${header}${writeRequest({ method: 'GET', target, headers: lines })}`)
    const answer = await connection.readResponse()
    expect(answer?.status === 200 ? [200, answer.body] : [answer?.status]).toEqual(want)
  })

  test('tells in its log why, with a network in place of the address', async () => {
    const { portOf, records } = await startSidecar()
    const connection = await openConnection(portOf('sidecar'))
    connection.send(`${STRANGER}${writeRequest({ method: 'GET', target: '/', headers: [ASSERTION] })}`)
    await connection.readResponse()
    expect(records.find(({ msg }) => msg === 'request')).toMatchObject({
      listener: 'sidecar',
      outcome: 'refused',
      reason: 'wrong-source',
      source: '203.0.113.0/24',
    })
  })

  test('takes other sources with a reload, on connections that are open', async () => {
    const running = await startSidecar()
    const connection = await openConnection(running.portOf('sidecar'))
    const sealed = writeRequest({ method: 'GET', target: '/', headers: [ASSERTION] })
    connection.send(`${STRANGER}${sealed}`)
    expect((await connection.readResponse())?.status).toBe(401)
    running.rewrite({ ...running.parts, proxyProtocol: { ...proxyProtocol, sources: ['203.0.113.0/24'] } })
    await running.service.reload()
    connection.send(sealed)
    expect((await connection.readResponse())?.body).toBe(CLIENT)
  })

  test('closes a connection without a header, and one of a stranger to the senders', async () => {
    const { portOf, records } = await startSidecar()
    const connection = await openConnection(portOf('sidecar'))
    connection.send(writeRequest({ method: 'GET', target: '/', headers: [ASSERTION] }))
    expect(await connection.readAll()).toBe('')
    expect(records.find(({ outcome }) => outcome === 'closed')).toMatchObject({ level: 40, reason: 'bad-header' })
  })
})

describe('TCP mode with sources', () => {
  async function startRelay(sendProxy: string) {
    const application = createTcpServer((socket) => socket.pipe(socket))
    const upstream = `127.0.0.1:${await listen(application)}`
    return await runService({ proxyProtocol, listen: { tcp: [{ ...HERE, upstream, sendProxy }] } })
  }

  test('passes on what comes from the CDN, behind a fresh header', async () => {
    const { portOf, service, records } = await startRelay('v1')
    const connection = await openConnection(portOf('tcp'))
    connection.send(`${CDN}hello`)
    connection.socket.end()
    expect(await connection.readAll()).toBe(`${CDN}hello`)
    await service.stop()
    expect(records.find(({ msg }) => msg === 'relay')).toMatchObject({
      outcome: 'closed',
      source: '198.51.100.0/24',
      bytesFromClient: 5,
    })
  })

  test('closes what comes from beside it', async () => {
    const { portOf, records } = await startRelay('none')
    const connection = await openConnection(portOf('tcp'))
    connection.send(`${STRANGER}hello`)
    expect(await connection.readAll()).toBe('')
    expect(records.find(({ msg }) => msg === 'relay')).toMatchObject({
      level: 40,
      reason: 'wrong-source',
      source: '203.0.113.0/24',
    })
  })
})
