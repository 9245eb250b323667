import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { generateSigningJwk } from '../../../src/assertion/index.ts'
import type { TestKey } from '../../assertion/forge.ts'
import { testKeys } from '../../assertion/vectors.ts'
import { CLIENT } from '../verifier/sealed.ts'
import { compilePlane } from './compile-plane.ts'
import { type DataPlane, WAYS, type Way } from './data-plane.ts'
import { type LivePlane, startPlane } from './live-plane.ts'
import { sign } from './matrix-words.ts'
import { skippedForNoProgram } from './no-program.ts'
import { settle } from './settle.ts'

const TIMEOUT_MILLISECONDS = 300_000
const SETTLE_TIMEOUT_MILLISECONDS = 20_000
/** At once, each on connections of its own. */
const SENDERS = 4
/** Between two steps, so that each state has seen requests. */
const CALM_MILLISECONDS = 500

const FIRST: TestKey = testKeys.es256
const SECOND: TestKey = { ...(await generateSigningJwk('rotated', 'ES256')) }

/**
 * Rotates the edge's key while requests flow: none is refused meanwhile, and the retired key is, afterwards.
 *
 * The key set goes from the first key to both to the second; for each the topology is compiled again, and the plane takes
 * it in by the `reload` of its `Running`. A plane that asks the service may have none: the service reads the new set, as
 * it does on SIGHUP. `how` says on the page what a user does: `kill -HUP`, `kill -USR2`.
 */
export function describeRotation(plane: DataPlane, how: string): void {
  if (skippedForNoProgram(`rotation: ${plane.name}`, plane)) return
  describe(`rotation: ${plane.name}`, () => rotate(plane, how))
}

function rotate(plane: DataPlane, how: string): void {
  test(
    'a new key is taken and the old one let go while requests flow, none of which is refused',
    async ({ skip }) => {
      const old = sealWith(FIRST)
      const live = await startPlane(plane, compilePlane(plane, 'none', [publicOf(FIRST)]))
      if ('missing' in live) return skip(live.missing)
      onTestFinished(() => live.stop())
      expect(await ask(live, old)).toBe(200)

      const flow = startFlow(plane, live, FIRST)
      onTestFinished(async () => void (await flow.stop()))
      await sleep(CALM_MILLISECONDS)
      await take(plane, live, [FIRST, SECOND])
      await until('the new key is known', async () => (await ask(live, sealWith(SECOND))) === 200)
      flow.signWith(SECOND)
      await sleep(CALM_MILLISECONDS)
      await take(plane, live, [SECOND])
      await until('the old key is gone', async () => isRefusal(await ask(live, sealWith(FIRST))))
      await sleep(CALM_MILLISECONDS)
      const { sent, refused } = await flow.stop()

      expect(refused).toEqual([])
      expect(sent).toBeGreaterThan(SENDERS * 6)
      expect(toldOthers(live)).toEqual([])
      // One that was believed before the change, and may be in some cache.
      expect(await ask(live, old)).toSatisfy(isRefusal)
      settle(plane, 'rotation', { value: { reload: how }, version: live.running.version })
      return undefined
    },
    TIMEOUT_MILLISECONDS,
  )
}

function publicOf({ d: _, ...rest }: TestKey): object {
  return rest
}

function sealWith(key: TestKey): string {
  return sign({}, { kid: key.kid }, key)
}

/** Compiles the path for another key set, and has the plane and the service take it in. */
async function take(plane: DataPlane, { running, service }: LivePlane, keys: readonly TestKey[]): Promise<void> {
  const jwks = keys.map(publicOf)
  service?.rekey(JSON.stringify({ keys: jwks }))
  await running.reload?.(compilePlane(plane, 'none', jwks).compiled)
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MILLISECONDS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`after ${SETTLE_TIMEOUT_MILLISECONDS} ms not yet: ${what}`)
    await sleep(50)
  }
}

function isRefusal(status: unknown): boolean {
  return status === 401 || status === 403
}

function ask(live: LivePlane, token: string, way: Way = 'HTTP/1.1, IPv4'): Promise<number> {
  const lines = [
    ['X-Client-IP-Assertion', token],
    ['X-Client-IP', '203.0.113.66'],
  ] as const
  return live.ask({ method: 'GET', target: '/rotation', lines }, way)
}

type Flow = {
  readonly signWith: (key: TestKey) => void
  readonly stop: () => Promise<{ readonly sent: number; readonly refused: readonly string[] }>
}

/** Sends requests without a pause, over every way in of IPv4, each with a token of its own. */
function startFlow({ lacks = {} }: DataPlane, live: LivePlane, first: TestKey): Flow {
  const ways = WAYS.filter((way) => lacks[way] === undefined && way.endsWith('IPv4'))
  const refused: string[] = []
  let key = first
  let sent = 0
  let isOver = false
  const run = async (): Promise<void> => {
    while (!isOver) {
      const way = ways[sent++ % ways.length] ?? 'HTTP/1.1, IPv4'
      const { kid } = key
      const outcome = await ask(live, sealWith(key), way).catch(String)
      if (outcome !== 200) refused.push(`${outcome} over ${way} with a token of ${kid}`)
    }
  }
  const running = Array.from({ length: SENDERS }, run)
  return {
    signWith: (other) => {
      key = other
    },
    stop: async () => {
      isOver = true
      await Promise.all(running)
      return { sent, refused }
    },
  }
}

/** What the application was told besides the one client. */
function toldOthers({ application }: LivePlane): readonly string[] {
  return application.seen
    .flatMap(({ lines }) => lines.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${lines[i + 1]}`] : [])))
    .filter((line) => /^x.client.ip/i.test(line) && line.toLowerCase() !== `x-client-ip: ${CLIENT}`)
}
