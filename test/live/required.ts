/**
 * Returns what a finder found. For tests within `describe.skipIf('missing' in found)`: they are registered either way, so
 * that a run which lacks the program counts them as skipped.
 *
 * @throws Error where there is none
 */
export function required<Found extends object>(found: Found | { readonly missing: string }): Found {
  if ('missing' in found) throw new Error(String(found.missing))
  return found
}
