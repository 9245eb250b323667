import type { Rejection, RejectionReason } from '../assertion/rejection.ts'

/** A rejection in one line: its reason, and in brackets what the verifier saw. */
export function describeRejection({ reason, ...facts }: Rejection): string {
  const seen = Object.entries(facts).map(([name, fact]) => describeFact(name, String(fact)))
  return seen.length === 0 ? reason : `${reason} (${seen.join(', ')})`
}

/** What to look at next. */
export function adviseOn(reason: RejectionReason): string {
  switch (reason) {
    case 'missing':
      return 'give the value of the X-Client-IP-Assertion header on standard input'
    case 'repeated-header':
      return 'a request carries one assertion; whoever sent a second one is not the edge'
    case 'too-large':
    case 'malformed-token':
      return 'copy the value of the header, all of it and nothing else'
    case 'unknown-key':
      return 'fetch the key set again, and compare with the kid that the edge signs with'
    case 'bad-signature':
      return 'the token was changed, or the key set has another key of this name'
    case 'critical-header':
    case 'wrong-algorithm':
    case 'wrong-version':
    case 'wrong-subject':
    case 'malformed-address':
      return 'no edge of ipseal writes this, so look for who did'
    case 'wrong-issuer':
      return 'compare --iss with "issuer" in the configuration of the edge'
    case 'wrong-audience':
      return 'compare --aud with "audience" in the configuration of the edge; a token for another origin is no good here'
    case 'expired':
    case 'from-the-future':
      return 'compare the clocks, or give the time that is meant with --now'
    case 'no-expiry':
    case 'lifetime-too-long':
      return 'a token lives for at most 300 seconds, from a whole iat to a whole exp'
    case 'binding-missing':
    case 'binding-mismatch':
      return 'the token belongs to another request'
  }
}

/** `expiredForSeconds` as words, with its unit behind the number. */
function describeFact(name: string, fact: string): string {
  const words = name.replace(/Seconds$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return name.endsWith('Seconds') ? `${words} ${fact} s` : `${words} ${fact}`
}
