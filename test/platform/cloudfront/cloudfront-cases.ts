import { readFileSync } from 'node:fs'
import type { CloudFrontFaultCode } from '../../../src/platform/cloudfront/fault.ts'
import type { Settings } from '../../../src/settings/settings.ts'

/** What a test looks at in a request of CloudFront; the code under test takes it for unknown. */
export type RequestShape = {
  readonly clientIp?: unknown
  readonly method: string
  readonly uri: string
  readonly querystring: string
  readonly headers: HeadersShape
  readonly origin?: Readonly<Record<string, OriginShape | object | string>>
  readonly body?: unknown
}

type OriginShape = { readonly path: string; readonly customHeaders: HeadersShape }

export type HeadersShape = Readonly<Record<string, readonly { readonly key?: string; readonly value: string }[]>>

export type EventShape = {
  readonly Records: readonly [{ readonly cf: { readonly config: ConfigShape; readonly request: RequestShape } }]
}
type ConfigShape = { readonly eventType: string; readonly requestId: string }

type Wanted = {
  readonly outcome: string
  readonly status?: string
  readonly claims?: Readonly<Record<string, string>>
  readonly removed?: readonly string[]
  readonly removedFromOrigin?: readonly string[]
  readonly reason?: string
  readonly sealCode?: string
  readonly fault?: CloudFrontFaultCode
  readonly anomalies?: readonly string[]
}

export type CloudFrontCase = {
  readonly name: string
  readonly event: string
  readonly settings?: string
  readonly patch?: unknown
  readonly want: Wanted
}

type Vectors = {
  readonly events: Readonly<Record<string, EventShape>>
  readonly settings: Readonly<Record<string, Partial<Settings>>>
  readonly cases: readonly CloudFrontCase[]
}

const path = new URL('../../vectors/cloudfront-events.json', import.meta.url)

// Sound: the file is written by hand in this shape.
const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vectors

export const { cases } = vectors

export const settingsNames: readonly string[] = Object.keys(vectors.settings)

export function settingsNamed(name = 'plain'): Partial<Settings> {
  const settings = vectors.settings[name]
  if (settings === undefined) throw new Error(`no settings are called ${name}`)
  return settings
}

/** One of the recorded events with a patch applied to its `Records[0].cf`, as the runtime would parse it. */
export function eventOf({ event: name, patch = {} }: Pick<CloudFrontCase, 'event' | 'patch'>): EventShape {
  const event = vectors.events[name]
  if (event === undefined) throw new Error(`no event is called ${name}`)
  // Sound as far as it matters: a patch may break the shape, and then the code under test is to say so.
  return { Records: [{ cf: mergePatch(event.Records[0].cf, patch) }] } as EventShape
}

/** JSON Merge Patch (RFC 7396 section 2), for names like `__proto__` too. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const members = new Map(isObject(target) ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name)
    else members.set(name, mergePatch(members.get(name), value))
  }
  return Object.fromEntries(members)
}

/** The kinds of an origin with their settings, without what else stands beside them. */
export function originsOf({ origin = {} }: RequestShape): readonly (readonly [kind: string, settings: OriginShape])[] {
  return Object.entries(origin).flatMap(([kind, settings]) =>
    typeof settings === 'string' || !('customHeaders' in settings) ? [] : [[kind, settings]],
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
