import { encodeBase64url } from '../../assertion/base64url.ts'
import { MAX_LINE_LENGTH } from '../../assertion/claims.ts'
import type { PublicJwks } from '../../assertion/public-jwks.ts'
import { ASSERTION_HEADER } from '../../headers/own-names.ts'
import type { AssertionTerms } from '../../topology/topology.ts'
import { atMost, attribute, call, entry, equal, int, matches, method, not, some, text } from './cel.ts'
import type { Condition } from './condition.ts'

/** The line as Envoy's expressions see it: repeated lines joined by a comma. Asking for it where there is none fails. */
export const ASSERTION_LINE = entry(attribute('request.headers'), ASSERTION_HEADER)

const PART = '[A-Za-z0-9_-]+'

/**
 * Signatures of ES256 and EdDSA have 64 bytes: 86 characters, the last with four bits left over, which have to be zero, or
 * one signature would have sixteen spellings.
 */
const SIGNATURE = '[A-Za-z0-9_-]+[AQgw]'

/**
 * What the contract demands of the header line itself.
 *
 * `jwt_authn` takes each of several lines for a token, and of two that verify it exports both; it finds its prefix
 * anywhere in a line, and ignores what stands behind the token. These have to be checked while the line is there: in
 * front of `jwt_authn`, or behind it if it forwards the token.
 */
export function lineConditions({ prefix }: Pick<AssertionTerms, 'prefix'>): readonly [Condition, ...Condition[]] {
  return [
    { rule: 'one-line', expression: not(method(ASSERTION_LINE, 'contains', text(','))) },
    { rule: 'line-length', expression: atMost(call('size', ASSERTION_LINE), int(MAX_LINE_LENGTH)) },
    { rule: 'three-parts', expression: matches(ASSERTION_LINE, `^${prefix}${PART}[.]${PART}[.]${SIGNATURE}$`) },
  ]
}

/**
 * Demands the JOSE header that our edge writes, byte by byte, for one of the keys: the nearest to `critical-header` and
 * `known-key` for products that do not show a token's header to expressions. Stricter than the contract: a signer that
 * orders its members otherwise is refused.
 */
export function pinnedHeaderCondition(jwks: PublicJwks, { prefix }: Pick<AssertionTerms, 'prefix'>): Condition {
  const [first, ...others] = jwks.keys.map(({ alg, kid }) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ alg, kid, typ: 'JWT' }))
    return method(ASSERTION_LINE, 'startsWith', text(`${prefix}${encodeBase64url(bytes)}.`))
  })
  // No line is as short as none at all: without keys nothing is known.
  const expression = first === undefined ? equal(ASSERTION_LINE, text('')) : some(first, ...others)
  return { rule: 'critical-header', expression }
}
