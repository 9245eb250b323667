import { describeValue } from '../../fault/escape-text.ts'
import type { AssertionTerms } from '../../topology/topology.ts'
import { CompileError } from '../compile-error.ts'

/** Printable ASCII but for what JSON writes otherwise. */
const PLAIN = /^[ !#-[\]-~]+$/

/**
 * Checks that issuer and audience can be compared by an engine that looks members up in JSON and decodes nothing, and
 * that they stay within quotation marks.
 *
 * @throws CompileError otherwise
 */
export function checkPlainTerms({ issuer, audience }: AssertionTerms, path: string): void {
  const other = [issuer, audience].find((text) => !PLAIN.test(text))
  if (other === undefined) return
  const rule = 'to verify here issuer and audience are printable ASCII without quotation marks and backslashes'
  const nextStep = 'Name it otherwise, or use a gateway that asks the verifier service'
  throw new CompileError({ code: 'UNSUPPORTED', path, rule, received: describeValue(other), nextStep })
}
