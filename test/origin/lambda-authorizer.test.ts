import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AuthorizerContext, createLambdaAuthorizer, type PolicyAnswer } from '../../src/origin/index.ts'
import { merge } from '../platform/lambda/event-vectors.ts'
import { fillIn } from './assertions.ts'
import { createReportingVerifier } from './vectors.ts'

type EventName = 'rest' | 'http' | 'http-payload-1' | 'token'

type Case = {
  readonly name: string
  readonly event: EventName
  readonly patch?: unknown
  readonly mode?: 'enforce' | 'observe'
  readonly bind?: 'none' | 'host' | 'request'
  readonly expect: { readonly allowed: boolean; readonly context: AuthorizerContext }
  readonly reason?: string
}

// Sound: the file in the repository is written in this shape.
const file = JSON.parse(
  fillIn(readFileSync(new URL('../vectors/lambda-authorizer-events.json', import.meta.url), 'utf8')),
) as { readonly events: Readonly<Record<EventName, { readonly methodArn?: string }>>; readonly cases: readonly Case[] }

function policyFor(resource: string, { allowed, context }: Case['expect']): PolicyAnswer {
  const Effect = allowed ? 'Allow' : 'Deny'
  const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource: resource }] as const
  const principalId = context.clientIp === undefined ? 'unverified' : 'verified'
  return { principalId, policyDocument: { Version: '2012-10-17', Statement }, context }
}

describe('a Lambda authorizer', () => {
  test.each(file.cases)('answers $event: $name', async ({ event, patch = {}, mode, bind, expect: want, reason }) => {
    const { verifier, events } = createReportingVerifier({ mode: mode ?? 'enforce', bind: bind ?? 'none' })
    const answer = await createLambdaAuthorizer(verifier)(merge(file.events[event], patch))
    const { methodArn } = file.events[event]
    const simple = { isAuthorized: want.allowed, context: want.context }
    expect(answer).toEqual(methodArn === undefined ? simple : policyFor(methodArn, want))
    expect(events).toMatchObject([reason === undefined ? {} : { rejection: { reason } }])
    expect(JSON.stringify([answer, events])).not.toMatch(/203\.0\.113\.66|eyJ/)
  })

  test('denies whatever else it is called with, and throws at nothing', async () => {
    const { verifier } = createReportingVerifier()
    const authorize = createLambdaAuthorizer(verifier)
    const member = fc.oneof(fc.jsonValue(), fc.constant(['x']), fc.constant({ 'x-client-ip-assertion': [null, {}] }))
    const names = [
      'version',
      'methodArn',
      'path',
      'rawPath',
      'httpMethod',
      'headers',
      'multiValueHeaders',
      'requestContext',
    ]
    const event = fc.oneof(fc.anything(), fc.record(Object.fromEntries(names.map((name) => [name, member]))))
    await fc.assert(
      fc.asyncProperty(event, async (given) => {
        expect(JSON.stringify(await authorize(given))).toMatch(/"Effect":"Deny"|"isAuthorized":false/)
      }),
      { numRuns: 500 },
    )
  })

  test('is refused at setup with a proof that API Gateway cannot give', () => {
    const { verifier } = createReportingVerifier({ sources: ['198.51.100.0/24'] })
    expect(() => createLambdaAuthorizer(verifier)).toThrow(expect.objectContaining({ code: 'SOURCE_UNKNOWABLE' }))
  })
})
