import { byLine, byNobody, byProduct, type Contract, type Holding } from '../contract.ts'

export type ContractOptions = {
  /** Where the CEL stands: "authorization.rules of the SecurityPolicy". */
  readonly cel: string
  /** Which field removes headers before anything reads them. */
  readonly early: string
  readonly aliases: Holding
}

/** The contract of a controller that has `jwt_authn` verify and forward the token, with CEL behind it. */
export function gatewayConditionsContract({ cel, early, aliases }: ContractOptions): Contract {
  const pinned = byLine(`CEL in ${cel}: the JOSE header is one that our edge writes for a key of the set, byte by byte`)
  return {
    'one-line': byLine(`CEL in ${cel}: no comma, as repeated lines are joined by one`),
    'line-length': byLine(`CEL in ${cel}`),
    'three-parts': byLine(`CEL in ${cel}, with the prefix at the beginning of the line and nothing behind the token`),
    'critical-header': pinned,
    'known-key': pinned,
    algorithm: byProduct('jwt_authn takes the algorithm of the key, and that of the token has to be the same'),
    signature: byProduct('jwt_authn'),
    version: byLine(`CEL in ${cel}`),
    subject: byLine(`CEL in ${cel}`),
    issuer: byProduct('jwt_authn: issuer of the provider'),
    audience: byLine(`jwt_authn, and CEL in ${cel}, as jwt_authn takes a list too`),
    'expiry-present': byLine(`CEL in ${cel}: jwt_authn takes a token without exp as one that never ends`),
    expiry: byLine(`CEL in ${cel}: jwt_authn alone forgives 60 s here`),
    'issued-at': byLine(`CEL in ${cel}`),
    lifetime: byLine(`CEL in ${cel}`),
    address: byLine(`CEL in ${cel}: the address is written in its one spelling`),
    binding: byLine(
      `CEL in ${cel}, with method, host and path as Envoy has them after normalising the path; a host in capitals is refused`,
    ),
    'missing-refused': byProduct('jwt_authn demands a token on every route but the exempt ones'),
    'outputs-removed': byLine(early),
    'aliases-removed': aliases,
  }
}

/** For a product that removes names one by one: a pattern with a byte left out is a hole, and so nobody keeps the rule. */
export function aliasesByName(fields: string): Holding {
  return byNobody(
    `names with other bytes than "_" and ".", as x~client~ip, go on, and an application that reads every such byte as "-", as CGI does, takes one for X-Client-IP; those with "_" and "." are removed by ${fields}`,
  )
}
