import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { findFreePort } from './find-free-port.ts'

/** The first that Linux gives to connections by itself. */
const FIRST_EPHEMERAL = 32_768

test('no port is found twice, and none that a connection could be given', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, findFreePort))
  expect(new Set(ports).size).toBe(50)
  expect(ports.filter((port) => port >= FIRST_EPHEMERAL)).toEqual([])
})

test.each(['127.0.0.1', '::1'])('a port that is taken on %s is not found', async (host) => {
  const server = createServer().listen((await findFreePort()) + 1, host)
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  expect(address).not.toMatchObject({ port: await findFreePort() })
})
