import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readVectors } from '../../assertion/vectors.ts'
import { HOST, NOW } from '../../origin/assertions.ts'
import { openConnection } from '../../origin/raw-http.ts'
import { vectors as requestVectors } from '../../origin/vectors.ts'
import type { Deviations, RunningExample, StartedExample } from './example.ts'
import { FORGED, hostileRequests } from './hostile-requests.ts'
import { type Answer, sendRaw, writeHead } from './send-raw.ts'

type Options = {
  readonly name: string
  readonly start: () => Promise<StartedExample>
  readonly deviations: Deviations
}

const tokenVectors = readVectors().cases
/** What an example has no settings for: observing, and other outputs than X-Client-IP. */
const sentRequests = requestVectors.filter(({ mode, outputs }) => mode === 'enforce' && outputs === undefined)

/** Runs an example against the vectors of the contract and against requests that forge. */
export function describeExample({ name, start, deviations }: Options): void {
  let started: StartedExample

  beforeAll(async () => {
    started = await start()
  }, 300_000)

  afterAll(async () => {
    if (started !== undefined && !('missing' in started)) await started.stop()
  })

  /** The example, or the test is skipped aloud. */
  function running(skip: (note: string) => never): RunningExample {
    return 'missing' in started ? skip(started.missing) : started
  }

  describe(`${name}: a token`, () => {
    test.for(tokenVectors)('$name', async ({ name: rule, lines, bind, request, now, expect: wanted }, { skip }) => {
      const example = running(skip)
      const { method, host, path } = request ?? { method: 'GET', host: HOST, path: '/' }
      const head = writeHead(method, path, [
        ['Host', host],
        ['X-Test-Now', String(now)],
        ['X-Test-Bind', bind],
        ...lines.map((line) => ['X-Client-IP-Assertion', line] as const),
      ])
      const contract = 'ip' in wanted ? wanted.ip : 'refuse'
      expect(show(await sendAt(now, example, head))).toBe(deviations[rule]?.answers ?? contract)
    })
  })

  describe(`${name}: a request`, () => {
    test.for(sentRequests)('$name', async ({ name: rule, bind, request, expect: wanted }, { skip }) => {
      const example = running(skip)
      const head = writeHead(request.method, request.target, [
        ['Host', HOST],
        ['X-Test-Now', String(NOW)],
        ['X-Test-Bind', bind],
        ...request.headers,
      ])
      const answer = await sendAt(NOW, example, head)
      const deviation = deviations[rule]
      const passes = deviation === undefined ? wanted.action === 'pass' : deviation.answers !== 'refuse'
      if (!passes) {
        expect(show(answer)).toBe('refuse')
        return
      }
      expect(show(answer)).toBe(deviation?.answers ?? (wanted.action === 'pass' && wanted.client) ?? 'unknown')
      if (wanted.action === 'pass') expect(withoutHops(answer.headers)).toEqual(withoutHops(wanted.headers))
      expect(answer.headers.connection ?? '').not.toMatch(/client.ip/i)
    })
  })

  describe(`${name}: as it is written`, () => {
    test.for(hostileRequests)('$name', async ({ name: rule, bytes, answers }, { skip }) => {
      const { port } = running(skip)
      const sent = bytes()
      const answer = await sendRaw(port, sent)
      const deviation = deviations[rule]
      expect(deviation === undefined ? answers : [deviation.answers]).toContain(show(answer))
      expect(answer.body).not.toContain(FORGED)
      expect(
        Object.keys(answer.headers).filter((header) => /client[^a-z0-9]ip[^a-z0-9]assertion/.test(header)),
      ).toEqual([])
    })

    test('takes nothing from one request of a connection into the next', async ({ skip }) => {
      const { port } = running(skip)
      const connection = await openConnection(port)
      const [honest, , forged] = hostileRequests
      connection.send(`${honest?.bytes()}${forged?.bytes()}`)
      expect(await connection.readResponse()).toMatchObject({ status: 200 })
      const second = await connection.readResponse()
      expect(second?.status ?? 'closed').toBeOneOf([401, 'closed'])
    })

    test('stands after all that', async ({ skip }) => {
      const { port } = running(skip)
      const [honest] = hostileRequests
      expect(show(await sendRaw(port, honest?.bytes() ?? ''))).toBe('192.0.2.7')
    })
  })

  test(`${name}: each deviation is one of a test's`, () => {
    const known = new Set([...tokenVectors, ...sentRequests, ...hostileRequests].map(({ name: rule }) => rule))
    expect(Object.keys(deviations).filter((rule) => !known.has(rule))).toEqual([])
  })
}

async function sendAt(now: number, { steeredPort, setTime }: RunningExample, head: string): Promise<Answer> {
  setTime?.(now)
  try {
    return await sendRaw(steeredPort, head)
  } finally {
    setTime?.(undefined)
  }
}

/** The address that the application was given, `unknown` if it was served without one, `refuse`, or what else happened. */
function show({ status, client }: Answer): string {
  if (status === 200) return client === '' ? 'unknown' : (client ?? 'served')
  return status === 401 || status === 400 ? 'refuse' : `status ${status}`
}

/** Connection belongs to each hop. */
function withoutHops({
  connection: _,
  ...headers
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return headers
}
