import type { JsonObject } from '../../assertion/json-object.ts'
import { readEventBody } from './body.ts'
import type { EventFault, LambdaEvent } from './event.ts'
import { findHeader, readHeaderLines } from './headers.ts'
import { encodePath, encodeQuery, readParameters } from './target.ts'

/**
 * Reads the event of an Application Load Balancer, with or without multi-value headers.
 *
 * The event names no peer; it is in X-Forwarded-For, if the load balancer was made to append it there. Path and query
 * parameters come as they were sent (ELB guide, "Lambda functions as targets", "Multi-value headers").
 */
export function readAlbEvent(event: JsonObject): LambdaEvent | EventFault {
  const [method, path] = [event.get('httpMethod'), event.get('path')]
  const multiValueHeaders = event.get('multiValueHeaders')
  const headers = event.get('headers')
  const isMultiValue = multiValueHeaders !== undefined
  // The attribute of the target group chooses one of the two; an event with both is none of a load balancer.
  if (isMultiValue === (headers !== undefined)) return 'malformed-event'
  const lines = readHeaderLines(isMultiValue ? multiValueHeaders : headers)
  const parameters = readParameters(event, encodeQuery)
  const body = readEventBody(event)
  if (typeof method !== 'string' || typeof path !== 'string') return 'malformed-event'
  if (lines === undefined || parameters === undefined || body === 'malformed') return 'malformed-event'
  return {
    trigger: 'alb',
    resultShape: isMultiValue ? 'alb-multi-value' : 'alb',
    method,
    scheme: findHeader(lines, 'x-forwarded-proto') === 'https' ? 'https' : 'http',
    claimedAuthority: findHeader(lines, 'host') ?? '',
    path: encodePath(path, 'encoded'),
    query: parameters,
    lines,
    body,
    sourceIp: undefined,
    // Internal load balancers have clients with private addresses.
    isPrivate: true,
    requestId: undefined,
  }
}
