import { type JudgedKey, judgeKeys, type KeyTimes, overlapSeconds } from './key-states.ts'
import type { RotationTimes } from './rotation-times.ts'

/** Something that is to come, or is due already. `signs` comes by itself, the others with the first rotation after it. */
export type ComingEvent =
  | { readonly event: 'signs'; readonly keyId: string; readonly atSeconds: number }
  | { readonly event: 'leaves'; readonly keyId: string; readonly atSeconds: number }
  | { readonly event: 'new-key'; readonly atSeconds: number }

export type RotationOutlook = {
  /** Every published key, oldest first; of the current one `untilSeconds` says when the next takes over, if one waits. */
  readonly keys: readonly JudgedKey[]
  /** In the order of their times. */
  readonly coming: readonly ComingEvent[]
}

/** Tells the state of each key of a set at `now` (Unix seconds) and what happens next, as things stand. */
export function rotationOutlook(times: readonly KeyTimes[], rotation: RotationTimes, now: number): RotationOutlook {
  const { waits, everySeconds } = rotation
  const judged = judgeKeys(times, waits, now).keys
  const takeover = judged.find(({ state }) => state === 'next')?.untilSeconds
  const keys = judged.map((key) => (key.state === 'current' ? { ...key, untilSeconds: takeover } : key))
  const dueAt = times.map(({ publishedAtSeconds }) => publishedAtSeconds + everySeconds)
  const coming = [
    ...keys.flatMap((key) => foresee(key, overlapSeconds(waits))),
    { event: 'new-key', atSeconds: dueAt.length === 0 ? now : Math.max(...dueAt) } as const,
  ]
  return { keys, coming: coming.toSorted((a, b) => a.atSeconds - b.atSeconds) }
}

function foresee({ keyId, state, sinceSeconds, untilSeconds }: JudgedKey, overlap: number): readonly ComingEvent[] {
  switch (state) {
    case 'gone':
      return [{ event: 'leaves', keyId, atSeconds: sinceSeconds }]
    case 'next':
      return untilSeconds === undefined ? [] : [{ event: 'signs', keyId, atSeconds: untilSeconds }]
    case 'current':
      return untilSeconds === undefined ? [] : [{ event: 'leaves', keyId, atSeconds: untilSeconds + overlap }]
    case 'previous':
      return untilSeconds === undefined ? [] : [{ event: 'leaves', keyId, atSeconds: untilSeconds }]
  }
}
