import { type JsonObject, readJsonObject } from '../../assertion/json-object.ts'
import { badEvent, type CloudFrontFault, wrongEvent } from './fault.ts'
import type { CloudFrontEventType } from './headers.ts'
import { type CloudFrontHeaders, readCloudFrontHeaders } from './lines.ts'

/** The origin that CloudFront is about to ask; only an `origin-request` has one. */
export type CloudFrontOrigin = {
  readonly members: JsonObject
  /** The member that holds the settings: `custom`, `s3`, and whatever CloudFront may come to call others. */
  readonly kind: string
  readonly settings: JsonObject
  /** Stands before the path of each request. */
  readonly path: string
  /** What the distribution adds to each request; no viewer can write here. */
  readonly customHeaders: CloudFrontHeaders
}

/** A request at CloudFront. Nothing that a viewer can write is believed yet. */
export type CloudFrontEvent = {
  readonly eventType: CloudFrontEventType
  /** As it came. What is not read below is handed back untouched, the body among it. */
  readonly request: JsonObject
  /** `clientIp`: the address at the other end of the connection to CloudFront. */
  readonly peer: string | undefined
  readonly headers: CloudFrontHeaders
  readonly method: string
  readonly uri: string
  readonly querystring: string
  readonly origin: CloudFrontOrigin | undefined
}

export type CloudFrontReading =
  | { readonly ok: true; readonly event: CloudFrontEvent }
  | { readonly ok: false; readonly fault: CloudFrontFault }

/**
 * Reads what CloudFront hands to a function (CloudFront Developer Guide, "Lambda@Edge event structure"); never throws.
 *
 * Whatever has another shape is a fault and never a guess: a line that is overlooked here would reach the origin. An
 * address that is missing is no fault of the event: the client is not known then, and the policy refuses.
 */
export function readCloudFrontEvent(claimed: unknown): CloudFrontReading {
  const cf = readCf(claimed)
  const eventType = readJsonObject(cf?.get('config'))?.get('eventType')
  if (!isRequestType(eventType)) return { ok: false, fault: wrongEvent(eventType) }
  const request = readJsonObject(cf?.get('request')) ?? new Map<string, unknown>()
  const headers = readCloudFrontHeaders(request.get('headers'))
  const origin = readOrigin(request.get('origin'))
  const [method, uri, querystring] = ['method', 'uri', 'querystring'].map((name) => readText(request.get(name)))
  if (headers === undefined) return { ok: false, fault: badEvent('request.headers') }
  if (origin === null) return { ok: false, fault: badEvent('request.origin') }
  if (method === undefined || uri === undefined || querystring === undefined)
    return { ok: false, fault: badEvent('request') }
  const peer = readText(request.get('clientIp'))
  return { ok: true, event: { eventType, request, peer, headers, method, uri, querystring, origin } }
}

/** CloudFront's id of a request, `x-edge-request-id` in its own logs. */
export function readCloudFrontRequestId(claimed: unknown): string | undefined {
  return readText(readJsonObject(readCf(claimed)?.get('config'))?.get('requestId'))
}

function readCf(claimed: unknown): JsonObject | undefined {
  const records = readJsonObject(claimed)?.get('Records')
  const record: unknown = Array.isArray(records) && records.length === 1 ? records[0] : undefined
  return readJsonObject(readJsonObject(record)?.get('cf'))
}

function isRequestType(eventType: unknown): eventType is CloudFrontEventType {
  return eventType === 'origin-request' || eventType === 'viewer-request'
}

/**
 * Null for an origin that cannot be read, undefined where there is none. What CloudFront may come to say of an origin
 * beside its kind is no fault, and neither is a kind that is not known yet.
 */
function readOrigin(claimed: unknown): CloudFrontOrigin | null | undefined {
  if (claimed === undefined) return undefined
  const members = readJsonObject(claimed)
  const kinds = [...(members?.keys() ?? [])].filter((name) => readJsonObject(members?.get(name)) !== undefined)
  const known = kinds.filter((name) => name === 'custom' || name === 's3')
  const [kind = '', another] = known.length === 0 ? kinds : known
  const settings = readJsonObject(members?.get(kind))
  const path = readText(settings?.get('path') ?? '')
  const customHeaders = readCloudFrontHeaders(settings?.get('customHeaders') ?? {})
  const isWhole = members !== undefined && settings !== undefined && another === undefined
  if (!isWhole || path === undefined || customHeaders === undefined) return null
  return { members, kind, settings, path, customHeaders }
}

function readText(claimed: unknown): string | undefined {
  return typeof claimed === 'string' ? claimed : undefined
}
