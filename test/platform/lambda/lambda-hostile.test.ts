import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromByteString, toByteString } from '../../../src/platform/lambda/headers.ts'
import { readEntry } from '../../../src/platform/lambda/peer.ts'
import { eventOf, merge, vectors } from './event-vectors.ts'
import { CONTEXT, lambdaWith, startPath } from './lambda-under-test.ts'

const STATUSES = {
  'unknown-event': 400,
  'malformed-event': 400,
  'malformed-host': 400,
  'no-address': 403,
  'unsupported-method': 501,
  'unsupported-body': 501,
} as const

const faults = vectors.hostile.flatMap((one) => ('fault' in one.want ? [{ ...one, fault: one.want.fault }] : []))
const refusals = vectors.hostile.filter(({ want }) => 'reason' in want)

describe('an event that is no request', () => {
  test('comes in more than a dozen forms', () => {
    expect(faults.length).toBeGreaterThan(12)
  })

  test.each(faults)('is answered with a status, logged with its fault and passed on never: $name', async (one) => {
    const { respond, records, verified } = await startPath(() => undefined, { onRefusal: 'forward-unsealed' })
    const result = await respond(eventOf(one), CONTEXT)
    expect(result.statusCode).toBe(Reflect.get(STATUSES, one.fault))
    expect(result.body).toMatch(/^\{"type":"about:blank","title":"[A-Z][A-Za-z ]+","status":\d{3}\}$/)
    expect([records.length, records[0], verified.length]).toEqual([
      1,
      expect.objectContaining({ level: 40, msg: 'request', eventFault: one.fault }),
      0,
    ])
    expect(JSON.stringify(records)).not.toMatch(/192\.0\.2\.66|evil/)
  })

  test.each([undefined, null, 7, 'text', [], {}, { Records: [{ cf: {} }] }, { Records: [{ eventSource: 'aws:sqs' }] }])(
    'may be anything: %j',
    async (event) => {
      const { respond, records } = lambdaWith({})
      expect(await respond(event, undefined)).toMatchObject({ statusCode: 400, headers: {}, multiValueHeaders: {} })
      expect(records).toMatchObject([{ eventFault: 'unknown-event', outcome: 'malformed', reqId: undefined }])
    },
  )
})

describe('a request of nobody', () => {
  test.each(refusals)('is answered with 403 and passed on never: $name', async ({ peer, policy, ...one }) => {
    const found = vectors.policies[policy ?? 'nobody']
    const { respond, verified } = await startPath(() => undefined, { ...found, peer })
    const { statusCode } = await respond(eventOf(one), CONTEXT)
    // Without a Host there is no telling which origin it is for.
    expect([statusCode, verified.length]).toEqual([one.event === 'alb-health-check' ? 400 : 403, 0])
  })
})

const anyEvent = fc.constantFrom(...Object.values(vectors.events))
const MEMBERS =
  'version httpMethod path rawPath headers multiValueHeaders body isBase64Encoded cookies requestContext ' +
  'rawQueryString queryStringParameters multiValueQueryStringParameters'
const anyMember = fc.constantFrom(...MEMBERS.split(' '))
const context = fc.record({ http: fc.jsonValue(), identity: fc.jsonValue(), elb: fc.jsonValue() }, { requiredKeys: [] })
const anyPatch = fc.dictionary(anyMember, fc.oneof(fc.jsonValue(), context), { maxKeys: 3 })

describe('whatever comes', () => {
  test('it is answered, and by nothing that a trigger could not read', async () => {
    const { respond } = lambdaWith({ peer: 'alb-append' })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.jsonValue(),
          fc.tuple(anyEvent, anyPatch).map(([a, b]) => merge(a, b)),
        ),
        async (event) => {
          const { statusCode, body, isBase64Encoded } = await respond(event, CONTEXT)
          expect([Number.isInteger(statusCode), typeof body, typeof isBase64Encoded]).toEqual([
            true,
            'string',
            'boolean',
          ])
        },
      ),
      { numRuns: 500 },
    )
  })

  test('nothing to the left of what an ALB appended changes the answer', async () => {
    const { respond } = lambdaWith({ peer: 'alb-append' })
    const entry = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: 'grapheme-ascii' }))
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1 }), async (entries) => {
        const patch = { multiValueHeaders: { 'x-forwarded-for': [...entries, '198.51.100.7'] } }
        expect(await respond(eventOf({ event: 'alb-multi-value', patch }), CONTEXT)).toMatchObject({
          body: '198.51.100.7\n',
        })
      }),
    )
  })

  test('a peer reads as itself, with a port or without', () => {
    const address = fc.oneof(
      fc.ipV4().map((text) => [text, `${text}:443`]),
      fc.ipV6().map((text) => [text, `[${text}]`, `[${text}]:443`]),
    )
    fc.assert(
      fc.property(address, (texts) => {
        const read = new Set(texts.map((text) => readEntry(text)))
        expect([read.size, read.has(undefined)]).toEqual([1, false])
      }),
    )
  })

  test('a header’s text comes back from its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = toByteString(text)
        expect(bytes === undefined ? 'refused' : fromByteString(bytes)).toBe(bytes === undefined ? 'refused' : text)
      }),
    )
  })
})
