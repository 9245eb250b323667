import * as z from 'zod'
import { checkIssuer } from './check-origins.ts'
import type { Findings } from './check-trust.ts'
import { ConfigError, type ConfigFault } from './fault-list.ts'
import { verifierKeysAt } from './json-schema.ts'
import { isObject, parseDocument } from './parse-document.ts'
import { type DocumentShape, shapeFaults } from './shape-faults.ts'
import { checkExemptions, checkJwks, checkOutputs, checkProxyProtocol } from './verifier-checks.ts'
import { checkListen } from './verifier-listen.ts'
import { type VerifierDocument, verifierSchema } from './verifier-schema.ts'

export type ReadVerifierDocument = {
  readonly document: VerifierDocument
  /** What works and is probably not meant. */
  readonly warnings: readonly ConfigFault[]
}

const SHAPE: DocumentShape = { name: 'verifier', keysAt: verifierKeysAt }

/**
 * Reads the document that people write for the verifier service, `ipseal.verifier.json`, with every default filled in.
 *
 * @throws ConfigError with all faults at once, in the manner of `readConfig`.
 */
export function readVerifierDocument(text: string): ReadVerifierDocument {
  const value = parseDocument(text)
  const shape = verifierSchema.safeParse(value)
  const findings: Findings = { faults: [], warnings: [] }
  if (!shape.success) findings.faults.push(...shapeFaults(shape.error.issues, value, SHAPE))
  checkParts(value, findings)
  if (!shape.success || findings.faults.length > 0) throw new ConfigError(findings.faults)
  return { document: shape.data, warnings: findings.warnings }
}

/** What is well-shaped is checked even where its neighbours are not, so that one reading finds every fault. */
function checkParts(value: unknown, findings: Findings): void {
  const given = isObject(value) ? value : {}
  const { issuer, jwks, outputs, exempt, bind, proxyProtocol, listen } = verifierSchema.shape
  const check = <Part>(part: { readonly data?: Part }, find: (data: Part) => readonly ConfigFault[]): void => {
    if (part.data !== undefined) findings.faults.push(...find(part.data))
  }
  check(issuer.safeParse(given.issuer), checkIssuer)
  check(jwks.safeParse(given.jwks), checkJwks)
  check(outputs.safeParse(given.outputs), checkOutputs)
  check(exempt.safeParse(given.exempt), checkExemptions)
  check(z.object({ listen, exempt, bind, proxyProtocol }).safeParse(value), checkListen)
  const proxy = proxyProtocol.safeParse(given.proxyProtocol)
  if (proxy.data !== undefined) checkProxyProtocol(proxy.data, findings)
}
