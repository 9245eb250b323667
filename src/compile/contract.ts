/** The rules of the verifier's contract (docs/wire-format.md), in its order, then those for every route. */
export const CONTRACT_RULES = [
  'one-line',
  'line-length',
  'three-parts',
  'critical-header',
  'known-key',
  'algorithm',
  'signature',
  'version',
  'subject',
  'issuer',
  'audience',
  'expiry-present',
  'expiry',
  'issued-at',
  'lifetime',
  'address',
  'binding',
  'missing-refused',
  'outputs-removed',
  'aliases-removed',
] as const

export type ContractRule = (typeof CONTRACT_RULES)[number]

/** Without one of these a token is no proof, and the target has to ask the verifier service instead. */
export const MANDATORY_RULES: readonly ContractRule[] = [
  'one-line',
  'algorithm',
  'signature',
  'issuer',
  'audience',
  'expiry-present',
]

/** How one rule holds on a target, or what it means that it does not. */
export type Holding = {
  /** By the product itself, by a line that was compiled for it, by the verifier service, or not at all. */
  readonly by: 'product' | 'compiled' | 'service' | 'nobody'
  /** Which field or line does it; for `nobody` what can happen. */
  readonly how: string
}

export type Contract = Readonly<Record<ContractRule, Holding>>

export function byProduct(how: string): Holding {
  return { by: 'product', how }
}

export function byLine(how: string): Holding {
  return { by: 'compiled', how }
}

export function byNobody(how: string): Holding {
  return { by: 'nobody', how }
}

/** The rules that the target's own lines have to keep, wherever verifying is done. */
type GatewayRule = 'missing-refused' | 'outputs-removed' | 'aliases-removed'

/** The contract of a target that asks the verifier service: the service keeps every rule about the token. */
export function askingContract(own: Readonly<Record<GatewayRule, Holding>>): Contract {
  const byService: Holding = { by: 'service', how: 'the verifier service' }
  const rules = Object.fromEntries(CONTRACT_RULES.map((rule) => [rule, byService]))
  // Sound: every rule of the list is there, and so is nothing else.
  return { ...(rules as Record<ContractRule, Holding>), ...own }
}

/** The mandatory rules that nobody keeps. */
export function missingMandatory(contract: Contract): readonly ContractRule[] {
  return MANDATORY_RULES.filter((rule) => contract[rule].by === 'nobody')
}
