import { BINDING_CLAIMS, type BindingClaim } from '../../../assertion/claims.ts'
import type { Topology } from '../../../topology/topology.ts'
import { checkPlainTerms } from '../check-plain-terms.ts'

/** What the Lua compares with, in characters that mean nothing inside its quotation marks. */
export type PlainTerms = {
  readonly issuer: string
  readonly audience: string
  /** `GET /healthz` */
  readonly exempt: readonly string[]
  readonly demanded: readonly BindingClaim[]
}

/** @throws CompileError for an audience that Lua or JSON would spell otherwise. */
export function plainTerms({ assertion, exempt }: Topology, at: string): PlainTerms {
  const { issuer, audience, bind } = assertion
  checkPlainTerms(assertion, `${at}.verifies`)
  return {
    issuer,
    audience,
    exempt: exempt.map(({ method, path }) => `${method} ${path}`),
    demanded: BINDING_CLAIMS[bind],
  }
}
