import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import type { LambdaResult } from '../../../src/platform/lambda/result.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { settingsWith } from '../../edge/edge-under-test.ts'
import { eventOf } from './event-vectors.ts'
import { CONTEXT } from './lambda-under-test.ts'
import { STAND_IN } from './runtime-stand-in.ts'

const jwk = await generateSigningJwk('test', 'ES256')

/** One that CloudFront connects to origins from, as AWS publishes them. */
const CLOUDFRONT_MACHINE = '130.176.0.1'

let lines: string[] = []

beforeEach(() => {
  lines = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.resetModules()
})

/** The deployable as the runtime loads it: anew, with nothing but an environment. */
async function load(changes: Partial<Settings> = {}) {
  vi.stubEnv('IPSEAL_CONFIG', JSON.stringify(await stampSettings(settingsWith(changes))))
  vi.stubEnv('IPSEAL_SIGNING_KEY', JSON.stringify(jwk))
  vi.stubEnv('IPSEAL_JWKS', JSON.stringify(publicJwks([jwk])))
  return import('../../../functions/lambda.ts')
}

async function ask(changes: Partial<Settings>, event: string, patch: object): Promise<LambdaResult> {
  const { handler } = await load(changes)
  return handler(eventOf({ event, patch }), CONTEXT)
}

describe('functions/lambda.ts', () => {
  test('runs on its environment alone, and writes one JSON line for each request', async () => {
    const result = await ask({}, 'rest-api', {})
    expect(result).toMatchObject({ statusCode: 200, body: '198.51.100.7\n' })
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ msg: 'request', outcome: 'answered' }])
    expect(lines[0]).toMatch(/^\{.*\}\n$/)
  })

  test('answers 503 without settings, and says why in its log', async () => {
    const { handler } = await load()
    vi.stubEnv('IPSEAL_CONFIG', '')
    expect(await handler(eventOf({ event: 'rest-api' }), CONTEXT)).toMatchObject({ statusCode: 503 })
    expect(lines.join('')).toContain('VARIABLE_MISSING at IPSEAL_CONFIG')
  })

  test.each([
    { event: 'rest-api', patch: { requestContext: { identity: { sourceIp: CLOUDFRONT_MACHINE } } } },
    { event: 'alb', patch: { headers: { 'x-forwarded-for': `198.51.100.7, ${CLOUDFRONT_MACHINE}` } } },
  ])('takes no machine of CloudFront for a client of $event', async ({ event, patch }) => {
    expect(await ask({ peer: 'alb-append' }, event, patch)).toMatchObject({ statusCode: 403 })
    expect(lines.join('')).toContain('infrastructure-peer')
  })

  test('takes what a machine of CloudFront says where a group claims it', async () => {
    const headers = { 'cloudfront-viewer-address': '198.51.100.7:42838' }
    const result = await ask(
      {
        trust: [{ name: 'cloudfront', ranges: 'cloudfront', clients: [], tenants: 'any', proxyProtocol: false }],
        headers: [
          {
            name: 'cloudfront-viewer-address',
            format: 'address-port',
            from: ['cloudfront'],
            optional: false,
            ports: 'always',
          },
        ],
      },
      'function-url',
      { headers, requestContext: { http: { method: 'GET', sourceIp: CLOUDFRONT_MACHINE } }, body: null },
    )
    expect(result).toMatchObject({ statusCode: 200, body: '198.51.100.7\n' })
  })

  test('has a streaming handler where the runtime marks one, and none elsewhere', async () => {
    const { streamHandler: outside } = await load()
    vi.resetModules()
    vi.stubGlobal('awslambda', STAND_IN)
    const { streamHandler: inside } = await load()
    expect([outside, typeof inside]).toEqual([undefined, 'function'])
  })
})
