import type { IncomingMessage, ServerResponse } from 'node:http'
import { createEdge } from '../../../src/edge/edge.ts'
import { clientOf } from '../../../src/origin/node/admission.ts'
import { verifyRequests } from '../../../src/origin/node/http.ts'
import { createVerifier } from '../../../src/origin/verifier.ts'
import { createLambda, type Lambda } from '../../../src/platform/lambda/handler.ts'
import type { LambdaRecord } from '../../../src/platform/lambda/record.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { AUDIENCE, ISSUER, keys, NOW, optionsFor, originAt, settingsWith } from '../../edge/edge-under-test.ts'
import { serve } from '../../edge/servers.ts'

export const CONTEXT = { awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd' }

type Verified = { readonly ip: string | undefined; readonly request: IncomingMessage }

type Path = Lambda & { readonly records: readonly LambdaRecord[]; readonly verified: readonly Verified[] }

/** A function in front of an origin on a socket that lets nobody in whom the verifier does not. */
export async function startPath(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  changes: Partial<Settings> = {},
): Promise<Path> {
  const verified: Verified[] = []
  const verifier = createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys,
    mode: 'enforce',
    bind: 'none',
    exempt: [],
    report: () => undefined,
    now: () => NOW,
  })
  const listener = verifyRequests(verifier, (request, response: ServerResponse) => {
    verified.push({ ip: clientOf(request)?.ip, request })
    answer(request, response)
  })
  const { url } = await serve(listener)
  return { ...lambdaWith({ origins: [originAt(url)], peer: 'alb-append', ...changes }), verified }
}

/** A function whose edge has these settings. */
export function lambdaWith(changes: Partial<Settings>): Omit<Path, 'verified'> {
  const records: LambdaRecord[] = []
  const edge = createEdge(optionsFor(settingsWith(changes)))
  return { ...createLambda({ edgeAt: () => edge, report: (record) => records.push(record) }), records }
}

/** Adds header lines to an event in the form that its trigger has for them. */
export function withHeaders(event: string, lines: Readonly<Record<string, string>>): object {
  const isMulti = event === 'alb-multi-value' || event === 'rest-api' || event === 'http-api-payload-1'
  if (!isMulti) return { headers: lines }
  return { multiValueHeaders: Object.fromEntries(Object.entries(lines).map(([name, value]) => [name, [value]])) }
}

/** Another method and body for an event. */
export function withBody(event: string, method: string, bytes: Uint8Array): object {
  const body = { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }
  const isPayload2 = event === 'function-url' || event === 'http-api'
  return isPayload2 ? { ...body, requestContext: { http: { method } } } : { ...body, httpMethod: method }
}
