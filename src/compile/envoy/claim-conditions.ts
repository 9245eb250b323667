import {
  BINDING_CLAIMS,
  type BindingClaim,
  EXPIRY_TOLERANCE_SECONDS,
  FUTURE_TOLERANCE_SECONDS,
  MAX_LIFETIME_SECONDS,
  SUBJECT,
  VERSION,
} from '../../assertion/claims.ts'
import type { AssertionTerms } from '../../topology/topology.ts'
import { isCanonicalAddress } from './canonical-address.ts'
import {
  atMost,
  attribute,
  type Cel,
  call,
  double,
  entry,
  equal,
  every,
  has,
  int,
  method,
  not,
  operator,
  some,
  text,
} from './cel.ts'
import type { Condition } from './condition.ts'

/**
 * Where `jwt_authn` leaves what it verified: the payload under the name that `payload_in_metadata` gives it, the JOSE
 * header under that of `header_in_metadata`.
 */
export function jwtMetadata(name: string): Cel {
  return entry(entry(attribute('metadata.filter_metadata'), 'envoy.filters.http.jwt_authn'), name)
}

/**
 * What the contract demands of the claims beyond what `jwt_authn` checks, for a payload as {@link jwtMetadata} finds it.
 *
 * Numbers are doubles there, and a comparison with anything else fails, which refuses. `request.time` is when the request
 * came, cut to whole seconds; with it even products that forgive 60 s after `exp` and cannot be told otherwise forgive 5.
 */
export function claimConditions(
  payload: Cel,
  { audience, bind }: Pick<AssertionTerms, 'audience' | 'bind'>,
): readonly [Condition, ...Condition[]] {
  const [expiry, issued, address] = [entry(payload, 'exp'), entry(payload, 'iat'), entry(payload, 'ip')]
  const now = call('double', call('int', attribute('request.time')))
  return [
    { rule: 'version', expression: equal(entry(payload, 'v'), double(VERSION)) },
    { rule: 'subject', expression: equal(entry(payload, 'sub'), text(SUBJECT)) },
    { rule: 'audience', expression: equal(entry(payload, 'aud'), text(audience)) },
    { rule: 'expiry-present', expression: isWhole(expiry) },
    { rule: 'expiry', expression: atMost(now, operator(expiry, '+', double(EXPIRY_TOLERANCE_SECONDS))) },
    { rule: 'lifetime', expression: isWhole(issued) },
    { rule: 'issued-at', expression: atMost(issued, operator(now, '+', double(FUTURE_TOLERANCE_SECONDS))) },
    { rule: 'lifetime', expression: atMost(operator(expiry, '-', issued), double(MAX_LIFETIME_SECONDS)) },
    { rule: 'address', expression: isCanonicalAddress(address) },
    ...bindingConditions(payload, bind),
  ]
}

/** What the contract demands of the JOSE header beyond what `jwt_authn` checks, for a header as {@link jwtMetadata} finds it. */
export function headerConditions(header: Cel): readonly [Condition, ...Condition[]] {
  return [
    { rule: 'critical-header', expression: not(has(header, 'crit')) },
    { rule: 'critical-header', expression: not(has(header, 'b64')) },
    // Without a kid jwt_authn tries every key of the set.
    { rule: 'known-key', expression: has(header, 'kid') },
  ]
}

/** A number beyond 64 bits has no whole part, so asking for it fails. */
function isWhole(claim: Cel): Cel {
  return equal(call('double', call('int', claim)), claim)
}

/** The binding claims that are demanded are equal, and so is every other one that is there. */
function bindingConditions(payload: Cel, bind: AssertionTerms['bind']): readonly Condition[] {
  return BINDING_CLAIMS.request.map((claim) => {
    const isEqual = equalsRequest(claim, entry(payload, claim))
    const isDemanded = BINDING_CLAIMS[bind].includes(claim)
    return { rule: 'binding', expression: isDemanded ? isEqual : some(not(has(payload, claim)), isEqual) }
  })
}

/** `url_path` has no query. A host in capitals equals no claim: expressions cannot put a text into lower case. */
function equalsRequest(claim: BindingClaim, claimed: Cel): Cel {
  switch (claim) {
    case 'htm':
      return equal(claimed, attribute('request.method'))
    case 'host':
      return equalsHost(claimed, attribute('request.host'))
    case 'path':
      return equal(claimed, attribute('request.url_path'))
  }
}

/** Either default port reads as none (docs/wire-format.md). Texts cannot be joined where Envoy's defaults stand. */
function equalsHost(claimed: Cel, host: Cel): Cel {
  const withPort = [':443', ':80'].map((port) =>
    every(
      method(host, 'startsWith', claimed),
      method(host, 'endsWith', text(port)),
      equal(call('size', host), operator(call('size', claimed), '+', int(port.length))),
    ),
  )
  return some(equal(claimed, host), ...withPort)
}
