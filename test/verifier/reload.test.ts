import { describe, expect, test } from 'vitest'
import { seal } from '../live/verifier/sealed.ts'
import { openConnection, writeRequest } from '../origin/raw-http.ts'
import { FORWARD_AUTH, HERE, type RunningService, runService } from './running-service.ts'

const token = await seal()
const SEALED = { method: 'GET', target: '/', headers: [['X-Client-IP-Assertion', token]] } as const
const listen = { forwardAuth: FORWARD_AUTH, health: HERE }

async function statusOn(connection: Awaited<ReturnType<typeof openConnection>>): Promise<number | undefined> {
  connection.send(writeRequest(SEALED))
  return (await connection.readResponse())?.status
}

async function readiness({ portOf }: RunningService): Promise<number> {
  return (await fetch(`http://127.0.0.1:${portOf('health')}/readyz`)).status
}

describe('a reload', () => {
  test('takes effect with the next request on connections that are open, and moves no port', async () => {
    const running = await runService({ listen })
    const before = running.service.listening()
    const connection = await openConnection(running.portOf('forwardAuth'))
    expect(await statusOn(connection)).toBe(200)
    running.rewrite({ listen, audience: 'another' })
    await running.service.reload()
    expect(await statusOn(connection)).toBe(401)
    expect(running.service.listening()).toEqual(before)
  })

  test.each([
    { name: 'is no JSON', change: ({ rewrite }: RunningService) => rewrite({ listen: undefined }) },
    { name: 'has faults', change: ({ rewrite }: RunningService) => rewrite({ listen, mode: 'off', bind: 'all' }) },
    { name: 'has no keys', change: ({ rewrite }: RunningService) => rewrite({ listen, jwks: '/nowhere/jwks.json' }) },
    { name: 'has bad keys', change: ({ rewriteKeys }: RunningService) => rewriteKeys('{"keys":[]}') },
  ])('to a document that $name is reported, and the old one serves on', async ({ change }) => {
    const running = await runService({ listen })
    const connection = await openConnection(running.portOf('forwardAuth'))
    change(running)
    await running.service.reload()
    expect(running.records.at(-1)).toMatchObject({ level: 50, msg: 'reload failed' })
    expect(await statusOn(connection)).toBe(200)
    expect(await readiness(running)).toBe(200)
  })

  test('names every fault of the document that it did not take', async () => {
    const running = await runService({ listen })
    running.rewrite({ listen, mode: 'off', bind: 'all' })
    await running.service.reload()
    expect(running.records.at(-1)?.faults).toHaveLength(2)
  })

  test('opens what is new and closes what is gone, with the rest left open', async () => {
    const running = await runService({ listen })
    const health = running.portOf('health')
    const gone = running.portOf('forwardAuth')
    running.rewrite({ listen: { health: HERE, extAuthz: HERE } })
    await running.service.reload()
    expect(running.service.listening().map(({ name }) => name)).toEqual(['health', 'extAuthz'])
    expect(running.portOf('health')).toBe(health)
    await expect(fetch(`http://127.0.0.1:${gone}/`)).rejects.toThrow()
  })

  test('to a port that cannot be had changes nothing', async () => {
    const running = await runService({ listen })
    const taken = running.portOf('health')
    running.rewrite({ listen: { ...listen, extAuthz: { port: taken, host: '127.0.0.1' } } })
    await running.service.reload()
    expect(running.records.at(-1)).toMatchObject({ msg: 'reload failed', error: expect.stringContaining('EADDRINUSE') })
    expect(running.service.listening().map(({ name }) => name)).toEqual(['forwardAuth', 'health'])
    expect(await readiness(running)).toBe(200)
  })

  test('opens a port anew whose own settings have changed', async () => {
    const running = await runService({ listen })
    const port = running.portOf('forwardAuth')
    const proxyProtocol = { senders: ['127.0.0.0/8'] }
    const settings = { port, host: '127.0.0.1', dialect: 'none' }
    running.rewrite({ listen: { ...listen, forwardAuth: settings } })
    await running.service.reload()
    running.rewrite({ proxyProtocol, listen: { ...listen, forwardAuth: { ...settings, proxyProtocol: true } } })
    await running.service.reload()
    expect(running.records.at(-1)).toMatchObject({ msg: 'reloaded' })
    const connection = await openConnection(port)
    connection.send('PROXY TCP4 192.0.2.7 198.51.100.1 1 443\r\n')
    expect(await statusOn(connection)).toBe(200)
    expect(await (await openConnection(port)).readAll().catch(() => '')).toBe('')
  })

  test('is done one at a time, and the last document wins', async () => {
    const running = await runService({ listen })
    const connection = await openConnection(running.portOf('forwardAuth'))
    running.rewrite({ listen, audience: 'another' })
    const first = running.service.reload()
    const second = running.service.reload()
    await first
    running.rewrite({ listen })
    await Promise.all([second, running.service.reload()])
    expect(await statusOn(connection)).toBe(200)
  })
})
