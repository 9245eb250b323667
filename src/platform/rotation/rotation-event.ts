import { readJsonObject } from '../../assertion/json-object.ts'
import { KeyError } from '../../assertion/key-error.ts'
import { DEFAULT_KEY_WAITS } from '../../assertion/key-states.ts'
import { DEFAULT_PERIOD, type RotationTimes, readPeriod } from '../../assertion/rotation-times.ts'
import { describeKind, describeValue } from '../../fault/escape-text.ts'
import { parseJson } from '../../fault/parse-json.ts'

/**
 * Reads how to rotate from the event of a schedule: `{"every":"90d","verifierCacheSeconds":1800}`, both optional, as the
 * input of the schedule or in the `detail` of an EventBridge event, which EventBridge Scheduler writes as text.
 *
 * Throws a {@link KeyError} for anything else in it: what is misspelt would be left out silently.
 */
export function readRotationEvent(event: unknown): RotationTimes {
  const { path, input } = findInput(event)
  const asked = readJsonObject(input ?? {})
  if (asked === undefined) throw badEvent(path, describeKind(input))
  const {
    every = DEFAULT_PERIOD,
    verifierCacheSeconds = DEFAULT_KEY_WAITS.verifierCacheSeconds,
    ...others
  } = Object.fromEntries(asked)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw badEvent(path, describeValue(unknown))
  const everySeconds = typeof every === 'string' ? readPeriod(every) : undefined
  if (everySeconds === undefined) throw badEvent(`${path}.every`, describeValue(every))
  if (typeof verifierCacheSeconds !== 'number') {
    throw badEvent(`${path}.verifierCacheSeconds`, describeValue(verifierCacheSeconds))
  }
  // Whether times can be kept is looked at where a rotation is planned.
  return { everySeconds, waits: { ...DEFAULT_KEY_WAITS, verifierCacheSeconds } }
}

function findInput(event: unknown): { readonly path: string; readonly input: unknown } {
  const members = readJsonObject(event)
  if (!members?.has('detail-type')) return { path: 'event', input: event }
  const detail = members.get('detail')
  return { path: 'event.detail', input: typeof detail === 'string' ? (parseJson(detail) ?? detail) : detail }
}

function badEvent(path: string, received: string): KeyError {
  const rule = 'a schedule says {"every":"90d","verifierCacheSeconds":1800}, or a part of that, and nothing else'
  return new KeyError({ code: 'BAD_KEY_WAITS', path, rule, received, nextStep: 'Correct the input of the schedule' })
}
