import { BINDING_CLAIMS, type Bind, type BindingClaim } from '../../../assertion/claims.ts'
import { type Reasoned, why } from './write-section.ts'

/** What the request says of each claim, as the edge spells it: docs/wire-format.md. */
const FACTS: Readonly<Record<BindingClaim, string>> = {
  htm: 'method',
  host: `'req.hdr(host),lower,regsub("[.]?(:(80|443))?$",""),regsub("[.]:",":")'`,
  path: 'path',
}

/** Compares every binding claim that is there, and demands those that the edge binds with. */
export function bindingLines(bind: Bind): readonly Reasoned[] {
  const demanded: readonly BindingClaim[] = BINDING_CLAIMS[bind]
  const says = demanded.length === 0 ? 'None has to be there.' : `These have to be there: ${demanded.join(', ')}.`
  return [
    why(
      `What is bound to a request belongs to no other. ${says}`,
      ...BINDING_CLAIMS.request.flatMap((claim) => compare(claim, demanded.includes(claim))),
    ),
  ]
}

function compare(claim: BindingClaim, isDemanded: boolean): readonly string[] {
  const condition = isDemanded ? `unless fits_${claim}` : `if binds_${claim} !fits_${claim}`
  return [
    `http-request set-var(txn.${claim}) ${FACTS[claim]}`,
    ...(isDemanded ? [] : [`acl binds_${claim} var(txn.payload) -m reg '"${claim}"[[:space:]]*:'`]),
    `acl fits_${claim} var(txn.token),jwt_payload_query('$.${claim}'),strcmp(txn.${claim}) eq 0`,
    `http-request set-var(txn.misbound) bool(true) ${condition}`,
  ]
}
