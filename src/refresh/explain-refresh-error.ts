import { escapeText } from '../fault/escape-text.ts'
import { describeFault } from '../fault/fault.ts'
import { FaultError } from '../fault/fault-error.ts'

/**
 * Says why a refresh broke off, for what a store, a signature or a feed threw.
 *
 * Faults of this project's own show no secret; of whatever else was thrown only the name is shown.
 */
export function explainRefreshError(error: unknown, path: string): string {
  if (error instanceof FaultError) return error.message
  const received = error instanceof Error ? escapeText(error.name) : typeof error
  const isLate = received === 'TimeoutError' || received === 'AbortError'
  const rule = isLate ? 'must be read and written in time' : 'must be read, signed and written without an error'
  const nextStep = 'The next refresh tries again. If it lasts, look at the store and at the way from here to it'
  return describeFault({ code: 'BROKEN_OFF', path, rule, received, nextStep })
}
