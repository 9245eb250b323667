import { test } from 'vitest'
import type { DataPlane } from './data-plane.ts'

/** Skips a suite aloud, as one test, where the plane's program is not on this machine; says whether it has. */
export function skippedForNoProgram(suite: string, { missing }: Pick<DataPlane, 'missing'>): boolean {
  if (missing === undefined) return false
  test(suite, ({ skip }) => skip(missing))
  return true
}
