import { describeValue } from '../fault/escape-text.ts'
import { type HeaderLine, skipSpace, trimSpace } from '../headers/header-line.ts'
import { UsageError } from './errors.ts'

/** A token of RFC 9110 section 5.6.2. */
const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/

/** Reads `Name: value` as curl takes it. The value may be anything: what a header may hold is for the rules to say. */
export function parseHeaderLine(text: string): HeaderLine {
  const colon = text.indexOf(':')
  const name = text.slice(0, colon)
  if (colon === -1 || !NAME.test(name)) {
    throw new UsageError(`-H takes 'Name: value', a header name before the first colon; got ${describeValue(text)}`)
  }
  const start = skipSpace(text, colon + 1, text.length)
  return [name, text.slice(start, trimSpace(text, start, text.length))]
}
