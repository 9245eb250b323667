import { readFileSync } from 'node:fs'
import type { Settings } from '../../../src/settings/settings.ts'

export type EventCase<Want> = {
  readonly name: string
  readonly event: string
  readonly patch?: object
  readonly policy?: string
  readonly peer?: Settings['peer']
  readonly want: Want
}

type Policy = Pick<Settings, 'trust' | 'headers'>

type RequestWant = {
  readonly trigger?: string
  readonly method?: string
  readonly url?: string
  readonly headers?: Readonly<Record<string, string | null>>
  readonly body?: string
  readonly bodyBase64?: string
}

/** A client, the reason why there is none, or why the event is no request. */
export type ClientWant =
  | { readonly ip: string; readonly via: string; readonly anomalies: readonly string[] }
  | { readonly reason: string }
  | { readonly fault: string }

type Vectors = {
  readonly events: Readonly<Record<string, object>>
  readonly policies: Readonly<Record<string, Policy>>
  readonly requests: readonly EventCase<RequestWant>[]
  readonly clients: readonly EventCase<ClientWant>[]
  readonly hostile: readonly EventCase<ClientWant>[]
}

const text = readFileSync(new URL('../../vectors/lambda-events.json', import.meta.url), 'utf8')

// Sound: the file is written by hand in this shape.
export const vectors = JSON.parse(text) as Vectors

/** The event of a case, as JSON: what the runtime hands over was parsed from it. */
export function eventOf({ event, patch = {} }: Pick<EventCase<unknown>, 'event' | 'patch'>): unknown {
  const original = vectors.events[event]
  if (original === undefined) throw new Error(`no event is called ${event}`)
  return merge(original, patch)
}

export function policyOf({ policy = 'nobody' }: Pick<EventCase<unknown>, 'policy'>): Policy {
  const found = vectors.policies[policy]
  if (found === undefined) throw new Error(`no policy is called ${policy}`)
  return found
}

/** JSON Merge Patch (RFC 7396 section 2). */
export function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const merged: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, name)
    else merged[name] = merge(merged[name], value)
  }
  return merged
}
