import { describeValue } from '../fault/escape-text.ts'
import { UsageError } from './errors.ts'

/** Read as seconds this is the year 5138: a larger number counts milliseconds. */
const FIRST_MILLISECONDS = 1e11

/** Reads an option that is a whole number. */
export function readWholeNumber(text: string, option: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new UsageError(`${option} must be a whole number; got ${describeValue(text)}`)
}

/** Reads `--now` in Unix seconds; without one it is now. */
export function readNow(text: string | undefined): number {
  if (text === undefined) return Math.floor(Date.now() / 1000)
  const now = readWholeNumber(text, '--now')
  if (now < FIRST_MILLISECONDS) return now
  throw new UsageError(`--now counts seconds since 1970; got ${now}, which looks like milliseconds`)
}
