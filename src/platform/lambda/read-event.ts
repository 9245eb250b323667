import { type JsonObject, readJsonObject } from '../../assertion/json-object.ts'
import { readAlbEvent } from './alb.ts'
import type { EventFault, LambdaEvent } from './event.ts'
import { readPayload1 } from './payload-1.ts'
import { readPayload2 } from './payload-2.ts'

/** Members that an authorizer's event has beside all those of a request, and a WebSocket's in its context. */
const FOREIGN_MEMBERS = ['type', 'methodArn', 'routeArn']
const FOREIGN_CONTEXT = ['connectionId', 'eventType']

/**
 * Reads what the Lambda runtime hands over, or says what is wrong with it; it never throws.
 *
 * The kind of event follows from members that only a trigger can write, and exactly one kind has to fit: a guess would
 * take the peer from the wrong place.
 */
export function readLambdaEvent(raw: unknown): LambdaEvent | EventFault {
  const event = readJsonObject(raw)
  if (event === undefined) return 'unknown-event'
  const context = readJsonObject(event.get('requestContext')) ?? new Map()
  const isForeign = FOREIGN_MEMBERS.some((name) => event.has(name)) || FOREIGN_CONTEXT.some((name) => context.has(name))
  const readers = isForeign ? [] : KINDS.filter(({ fits }) => fits(event, context))
  const [kind] = readers
  return kind === undefined || readers.length > 1 ? 'unknown-event' : kind.read(event, context)
}

type Kind = {
  readonly fits: (event: JsonObject, context: JsonObject) => boolean
  readonly read: (event: JsonObject, context: JsonObject) => LambdaEvent | EventFault
}

const KINDS: readonly Kind[] = [
  { fits: (_, context) => readJsonObject(context.get('elb')) !== undefined, read: readAlbEvent },
  {
    fits: (event, context) => event.get('version') === '2.0' && readJsonObject(context.get('http')) !== undefined,
    read: readPayload2,
  },
  {
    fits: (event, context) => event.has('httpMethod') && readJsonObject(context.get('identity')) !== undefined,
    read: readPayload1,
  },
  // VPC Lattice names the VPC and the principal, and no address; its X-Forwarded-For is whatever the client wrote.
  { fits: (event, context) => context.has('serviceNetworkArn') || event.has('raw_path'), read: () => 'no-address' },
]
