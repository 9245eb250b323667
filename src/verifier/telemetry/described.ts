import { FaultError } from '../../fault/fault-error.ts'
import type { Address } from '../../net/address.ts'

/** The numbers that pino writes: info, warn, error, fatal. */
export type Level = 30 | 40 | 50 | 60

/** What one line of the log says. */
export type Described = { readonly level: Level; readonly msg: string; readonly [fact: string]: unknown }

/** Writes an address as the log may have it. */
export type WriteAddress = (address: Address) => string

/** Says what an error is. A fault of ours says all; of any other the code or the kind, as its text may quote what was read. */
export function nameError(error: unknown): string {
  if (error instanceof FaultError) return error.message
  if (!(error instanceof Error)) return typeof error
  const source = error.cause instanceof Error ? error.cause : error
  return 'code' in source && typeof source.code === 'string' ? source.code : error.name
}
