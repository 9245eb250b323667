import { describe, expect, test } from 'vitest'
import { createEdge, type Edge } from '../../../src/edge/edge.ts'
import { problem } from '../../../src/edge/problem.ts'
import { answerProblem } from '../../../src/platform/cloudfront/answer.ts'
import { createCloudFrontHandler } from '../../../src/platform/cloudfront/handler.ts'
import { optionsFor, settingsWith } from '../../edge/edge-under-test.ts'
import { eventOf, type HeadersShape, settingsNamed } from './cloudfront-cases.ts'
import { takeResult } from './cloudfront-double.ts'
import { functionFor, type Line, verifyAtOrigin } from './function-under-test.ts'

const event = eventOf({ event: 'origin-request' })
const edge = createEdge(optionsFor(settingsWith()))
const lenient = createEdge(optionsFor(settingsWith({ onRefusal: 'forward-unsealed' })))

const boom = (): never => {
  throw new Error('hush')
}
const reject = async (): Promise<never> => Promise.reject(new Error('hush'))

/** An edge that breaks where one of its parts is asked. */
const broken: readonly { readonly name: string; readonly change: Partial<Edge> }[] = [
  { name: 'sorting headers', change: { sortHeaders: boom } },
  { name: 'resolving', change: { resolveClient: boom } },
  { name: 'signing', change: { sealer: { seal: reject } } },
  { name: 'the clock', change: { clock: boom } },
  { name: 'writing the address for the log', change: { writeLogAddress: reject } },
]

describe('whatever fails inside, a request does not go on', () => {
  test.each(
    broken.flatMap(({ name, change }) => [
      { name, under: { ...edge, ...change } },
      { name: `${name}, though refusals go on unsealed`, under: { ...lenient, ...change } },
    ]),
  )('$name', async ({ under }) => {
    const lines: object[] = []
    const handle = createCloudFrontHandler({ keeperOf: () => () => under, report: (line) => lines.push(line) })
    expect(takeResult(event, await handle(event))).toMatchObject({ kind: 'response', status: '500' })
    expect(lines).toEqual([expect.objectContaining({ level: 50, outcome: 'failed', status: 500 })])
    expect(JSON.stringify(lines)).not.toContain('hush')
  })

  test.each([
    { name: 'finding the edge', keeperOf: boom },
    { name: 'starting the edge', keeperOf: () => reject },
  ])('$name', async ({ keeperOf }) => {
    const lines: object[] = []
    const handle = createCloudFrontHandler({ keeperOf, report: (line) => lines.push(line) })
    expect(takeResult(event, await handle(event))).toMatchObject({ kind: 'response', status: '500' })
    expect(lines).toHaveLength(1)
  })

  test('logging: then there is no answer at all, and CloudFront gives its own', async () => {
    const handle = createCloudFrontHandler({ keeperOf: () => () => edge, report: boom })
    await expect(handle(event)).rejects.toThrow('hush')
  })
})

test('two records at once are no event of CloudFront', async () => {
  const { handle } = await functionFor({})
  const [record] = event.Records
  expect(await handle({ Records: [record, record] })).toMatchObject({ status: '500' })
})

describe('an edge that has not started', () => {
  test('answers 503, says when to try again, and logs each request', async () => {
    const lines: object[] = []
    const handle = createCloudFrontHandler({ keeperOf: () => () => undefined, report: (line) => lines.push(line) })
    expect(takeResult(event, await handle(event))).toMatchObject({
      status: '503',
      headers: { 'retry-after': [{ key: 'retry-after', value: '5' }] },
    })
    expect(lines).toEqual([expect.objectContaining({ level: 50, msg: 'request', outcome: 'failed', status: 503 })])
  })
})

test.each([400, 403, 421, 500, 501, 503] as const)(
  'problem %d is the document that every edge gives',
  async (status) => {
    const answer = await answerProblem(status)
    const wanted = problem(status)
    const { title } = (await wanted.clone().json()) as { readonly title: string }
    expect(answer.body).toBe(await wanted.text())
    expect(answer).toMatchObject({ status: String(status), statusDescription: title, bodyEncoding: 'text' })
    expect(Object.entries(answer.headers)).toEqual([...wanted.headers].map(([key, value]) => [key, [{ key, value }]]))
  },
)

describe('a request of many headers', () => {
  const many = (count: number): HeadersShape =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-h-${i}`, [{ key: `X-H-${i}`, value: '1' }]]))

  test('is sealed with a thousand of them, and keeps them', async () => {
    const { handle } = await functionFor({})
    const large = eventOf({ event: 'origin-request', patch: { request: { headers: many(1000) } } })
    const taken = takeResult(large, await handle(large))
    if (taken.kind !== 'request') throw new Error(`answered ${taken.status}`)
    expect(Object.keys(taken.request.headers).filter((name) => name.startsWith('x-h-'))).toHaveLength(1000)
    expect(await verifyAtOrigin(taken.request, { bind: 'none' })).toMatchObject({ ip: '203.0.113.178' })
  })
})

describe('a request that the assertion would make longer than CloudFront sends', () => {
  const run = async (
    settings: string,
    length: number,
  ): Promise<{ readonly line: Line | undefined; readonly bytes: number }> => {
    const { handle, lines } = await functionFor(settingsNamed(settings))
    const filler = { 'x-filler': [{ key: 'X-Filler', value: `é${'a'.repeat(length)}` }] }
    const sent = eventOf({ event: 'origin-request', patch: { request: { headers: filler, querystring: 'a=1' } } })
    const taken = takeResult(sent, await handle(sent))
    return { line: lines.at(-1), bytes: taken.kind === 'request' ? weigh(taken.request.headers) : 0 }
  }
  const weigh = (headers: HeadersShape): number =>
    Object.values(headers)
      .flat()
      .reduce(
        (sum, { key = '', value }) => sum + Buffer.byteLength(`${key}: ${value}\r\n`),
        Buffer.byteLength('GET /?a=1 HTTP/1.1\r\n'),
      )

  test('is answered with 400, and one that just fits is sealed', async () => {
    const { bytes } = await run('plain', 1)
    const room = 20_480 - bytes
    expect(await run('plain', 1 + room)).toMatchObject({ line: { outcome: 'sealed' }, bytes: 20_480 })
    expect((await run('plain', 2 + room)).line).toMatchObject({
      outcome: 'unsealable',
      status: 400,
      sealCode: 'TOKEN_TOO_LARGE',
    })
  })

  test('does not go on unsealed either, for its client is known', async () => {
    expect((await run('forward-unsealed', 24_000)).line).toMatchObject({ outcome: 'unsealable' })
  })
})
