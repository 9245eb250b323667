import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { seal } from '../live/verifier/sealed.ts'
import { listen, openConnection, writeRequest } from '../origin/raw-http.ts'
import { FORWARD_AUTH, HERE, runService } from './running-service.ts'

const token = await seal()
const SEALED = { method: 'GET', target: '/', headers: [['X-Client-IP-Assertion', token]] } as const

/** An application that answers when it is told to. */
async function startSlowApplication() {
  let arrived = (): void => undefined
  let answer = (): void => undefined
  const hasArrived = new Promise<void>((resolve) => (arrived = resolve))
  const server = createServer((_, response) => {
    answer = () => void response.end('slow')
    arrived()
  })
  const port = await listen(server)
  return { upstream: `http://127.0.0.1:${port}`, hasArrived, answer: () => answer() }
}

describe('a stop', () => {
  test('says that it drains, lets what is under way end, and takes nothing new', async () => {
    const { upstream, hasArrived, answer } = await startSlowApplication()
    const { service, portOf, records } = await runService({
      listen: { forwardAuth: FORWARD_AUTH, sidecar: { ...HERE, upstream }, health: HERE },
    })
    const [sidecar, health] = [portOf('sidecar'), portOf('health')]
    const unused = await openConnection(portOf('forwardAuth'))
    const idle = await openConnection(portOf('forwardAuth'))
    idle.send(writeRequest(SEALED))
    await idle.readResponse()
    const busy = await openConnection(sidecar)
    busy.send(writeRequest(SEALED))
    await hasArrived
    const stopped = service.stop()
    expect(await Promise.all([unused.readAll(), idle.readAll()])).toEqual(['', ''])
    const ready = await fetch(`http://127.0.0.1:${health}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }])
    await expect(fetch(`http://127.0.0.1:${sidecar}/`)).rejects.toThrow()
    answer()
    expect((await busy.readResponse())?.body).toBe('slow')
    await stopped
    expect(records.slice(-2).map(({ msg }) => msg)).toEqual(['draining', 'stopped'])
    await expect(fetch(`http://127.0.0.1:${health}/readyz`)).rejects.toThrow()
  })

  test('is not undone by a reload that comes while it drains', async () => {
    const { upstream, hasArrived, answer } = await startSlowApplication()
    const { service, portOf, rewrite, records } = await runService({ listen: { sidecar: { ...HERE, upstream } } })
    const busy = await openConnection(portOf('sidecar'))
    busy.send(writeRequest(SEALED))
    await hasArrived
    const stopped = service.stop()
    rewrite({ listen: { sidecar: { ...HERE, upstream }, forwardAuth: FORWARD_AUTH } })
    await service.reload()
    expect(service.listening().map(({ name }) => name)).toEqual(['sidecar'])
    answer()
    await stopped
    expect(records.map(({ msg }) => msg)).not.toContain('reloaded')
  })

  test('does not wait longer than it may', async () => {
    const { upstream, hasArrived } = await startSlowApplication()
    const { service, portOf } = await runService({
      listen: { sidecar: { ...HERE, upstream } },
      limits: { drainSeconds: 0.2 },
    })
    const busy = await openConnection(portOf('sidecar'))
    busy.send(writeRequest(SEALED))
    await hasArrived
    await service.stop()
    expect(await busy.readAll()).toBe('')
  })
})
