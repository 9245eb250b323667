import { ConfigError } from '../config/fault-list.ts'
import type { StartFault } from './service-event.ts'

/** Says why a start or a reload failed. What is no error of ours says its own words: a port in use, a file's rights. */
export function describeStart(error: unknown): StartFault {
  if (error instanceof ConfigError) return { message: error.message, faults: error.faults }
  return { message: error instanceof Error ? error.message : 'something was thrown that is no error' }
}
