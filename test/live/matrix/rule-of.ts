import type { RejectionReason } from '../../../src/assertion/index.ts'
import type { ContractRule } from '../../../src/compile/index.ts'
import type { Vector } from '../../assertion/vectors.ts'

/** The rule of the contract by which a vector is refused, as the compiler's tables name it. */
const RULES: Readonly<Record<RejectionReason, ContractRule>> = {
  missing: 'missing-refused',
  'repeated-header': 'one-line',
  'too-large': 'line-length',
  'malformed-token': 'three-parts',
  'critical-header': 'critical-header',
  'unknown-key': 'known-key',
  'wrong-algorithm': 'algorithm',
  'bad-signature': 'signature',
  'wrong-version': 'version',
  'wrong-subject': 'subject',
  'wrong-issuer': 'issuer',
  'wrong-audience': 'audience',
  'no-expiry': 'expiry-present',
  expired: 'expiry',
  'from-the-future': 'issued-at',
  'lifetime-too-long': 'lifetime',
  'malformed-address': 'address',
  'binding-missing': 'binding',
  'binding-mismatch': 'binding',
}

/** Undefined for what the contract accepts. */
export function ruleOf({ expect }: Pick<Vector, 'expect'>): ContractRule | undefined {
  return 'reason' in expect ? RULES[expect.reason] : undefined
}
