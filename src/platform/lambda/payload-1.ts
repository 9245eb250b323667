import { type JsonObject, readJsonObject } from '../../assertion/json-object.ts'
import { readEventBody } from './body.ts'
import type { EventFault, LambdaEvent } from './event.ts'
import { findHeader, readHeaderLines } from './headers.ts'
import { encodePath, readParameters, stripStage } from './target.ts'

/**
 * Reads payload format 1.0, of REST APIs, and of HTTP APIs that were set to it; those alone say `version`.
 *
 * REST APIs hand the path over as it was sent and without the stage, HTTP APIs decoded and with it. Both decode query
 * parameters, so that they are written anew.
 */
export function readPayload1(event: JsonObject, context: JsonObject): LambdaEvent | EventFault {
  const version = event.get('version')
  if (version !== undefined && version !== '1.0') return 'unknown-event'
  const identity = readJsonObject(context.get('identity')) ?? new Map<string, unknown>()
  const [method, path, domainName] = [event.get('httpMethod'), event.get('path'), context.get('domainName')]
  const requestId = context.get('requestId')
  const lines = readHeaderLines(event.get('multiValueHeaders') ?? event.get('headers'))
  const parameters = readParameters(event, encodeURIComponent)
  const body = readEventBody(event)
  if (typeof method !== 'string' || typeof path !== 'string') return 'malformed-event'
  if (lines === undefined || parameters === undefined || body === 'malformed') return 'malformed-event'
  const isHttpApi = version === '1.0'
  return {
    trigger: isHttpApi ? 'http-api' : 'rest-api',
    resultShape: 'payload-1',
    method,
    scheme: 'https',
    claimedAuthority: (typeof domainName === 'string' ? domainName : findHeader(lines, 'host')) ?? '',
    path: isHttpApi ? encodePath(stripStage(path, context.get('stage')), 'decoded') : encodePath(path, 'encoded'),
    query: parameters,
    lines,
    body,
    sourceIp: readSourceIp(identity),
    isPrivate: typeof identity.get('vpceId') === 'string',
    requestId: typeof requestId === 'string' ? requestId : undefined,
  }
}

/** A private API's clients are in the VPC; where it names both, this is the one that connected to the endpoint there. */
function readSourceIp(identity: JsonObject): string | undefined {
  const sourceIp = identity.get('vpcSourceIp') ?? identity.get('sourceIp')
  return typeof sourceIp === 'string' ? sourceIp : undefined
}
