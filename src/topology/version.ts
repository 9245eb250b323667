/** A release as documents name it: `2.3`, `1.30.1`. */
export const VERSION = /^\d{1,4}(?:\.\d{1,4}){0,2}$/

/** Says whether a version is `least` or newer; parts that are left out count as 0. Both have to match {@link VERSION}. */
export function isAtLeast(version: string, least: string): boolean {
  const [given, wanted] = [partsOf(version), partsOf(least)]
  for (let i = 0; i < 3; i++) {
    const difference = (given[i] ?? 0) - (wanted[i] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map(Number)
}
