import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { forge, type TestKey } from '../../assertion/forge.ts'
import { readVectors, testKeys } from '../../assertion/vectors.ts'
import { findFlask } from './find-flask.ts'
import { sendRaw, writeHead } from './send-raw.ts'
import { serveFlask } from './start-flask.ts'
import { buildGo, serveGo } from './start-go.ts'
import { type KeyServer, startKeyServer } from './start-key-server.ts'
import type { RunningProgram } from './start-program.ts'

type Serve = (jwks: string, floorSeconds: number) => Promise<RunningProgram | { readonly missing: string }>

const serveFlaskWith: Serve = async (jwks, floorSeconds) => {
  const found = await findFlask()
  return 'missing' in found ? found : serveFlask(found, { jwks, floorSeconds })
}

const serveGoWith: Serve = async (jwks, floorSeconds) => {
  const built = await buildGo(floorSeconds)
  return 'missing' in built ? built : serveGo(join(built.bin, 'clientip'), jwks)
}

const { keys, issuer, audience } = readVectors()
const { d: _, ...strangersPublic } = testKeys.stranger
const FIRST_SET = JSON.stringify(keys)
const SECOND_SET = JSON.stringify({ keys: [...keys.keys, strangersPublic] })
const THIRD_SET = JSON.stringify({ keys: [strangersPublic] })
/** What an edge answers with when it has no keys to give: an error, pages, half a set, none, one name twice. */
const UNUSABLE = [
  undefined,
  '<html>',
  SECOND_SET.slice(0, -20),
  '[]',
  '{"keys":[]}',
  JSON.stringify({ keys: [strangersPublic, strangersPublic] }),
]

function ask(port: number, key: TestKey, kid = key.kid): Promise<{ readonly status: number }> {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, aud: audience, sub: 'client-ip', iat: now, exp: now + 60, ip: '192.0.2.7', v: 1 }
  const token = forge({ alg: 'ES256', kid }, claims, key)
  const lines = [['Host', 'app.example.com'] as const, ['X-Client-IP-Assertion', token] as const]
  return sendRaw(port, writeHead('GET', '/', lines))
}

describe.each([
  { name: 'Flask', serve: serveFlaskWith },
  { name: 'Go', serve: serveGoWith },
])('$name', { timeout: 300_000 }, ({ serve }) => {
  /** Returns once the example has read the first set, or says why there is none. */
  async function start(floorSeconds: number): Promise<{ readonly server: KeyServer; readonly port: number } | string> {
    const server = await startKeyServer(FIRST_SET)
    onTestFinished(() => server.stop())
    const started = await serve(server.url, floorSeconds)
    if ('missing' in started) return started.missing
    onTestFinished(() => started.stop())
    expect(await ask(started.port, testKeys.es256)).toMatchObject({ status: 200 })
    return { server, port: started.port }
  }

  test('fetches the keys once, however many unknown names come', async ({ skip }) => {
    const started = await start(30)
    if (typeof started === 'string') return skip(started)
    const { server, port } = started
    for (let i = 0; i < 20; i++) expect(await ask(port, testKeys.stranger, `kid-${i}`)).toMatchObject({ status: 401 })
    expect(await ask(port, testKeys.es256)).toMatchObject({ status: 200 })
    expect(server.asked()).toBe(1)
  })

  test('finds a new key after the floor, keeps the last good ones, and forgets one that is gone', async ({ skip }) => {
    const started = await start(0)
    if (typeof started === 'string') return skip(started)
    const { server, port } = started
    for (const text of UNUSABLE) {
      const before = server.asked()
      server.publish(text)
      expect(await ask(port, testKeys.stranger)).toMatchObject({ status: 401 })
      expect(server.asked()).toBeGreaterThan(before)
      expect(await ask(port, testKeys.es256)).toMatchObject({ status: 200 })
    }
    server.publish(SECOND_SET)
    expect(await ask(port, testKeys.stranger)).toMatchObject({ status: 200 })
    server.publish(THIRD_SET)
    expect(await ask(port, testKeys.stranger, 'unknown')).toMatchObject({ status: 401 })
    expect(await ask(port, testKeys.es256)).toMatchObject({ status: 401 })
    expect(await ask(port, testKeys.stranger)).toMatchObject({ status: 200 })
  })
})
