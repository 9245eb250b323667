/**
 * Writes test/vectors/assertion-verify.json: tokens good and forged, each with what a verifier has to say about it.
 *
 * Run once with `node test/assertion/write-vectors.ts`, and again only to add cases: ECDSA signatures differ each time.
 */
import { writeFileSync } from 'node:fs'
import { badAddresses, badBinding, badClaims, order } from './claim-cases.ts'
import { accepted, badForm, badHeader, badSignature } from './token-cases.ts'
import { claims, eddsa, es256, hs256 } from './vector-parts.ts'
import { VECTORS_URL, type VectorFile } from './vectors.ts'

const { d: _es256, ...es256Public } = es256
const { d: _eddsa, ...eddsaPublic } = eddsa

const file: VectorFile = {
  about:
    'Lines of X-Client-IP-Assertion as a verifier receives them, with what it answers by its contract (docs/wire-format.md). ' +
    "keys, issuer and audience are the verifier's own. The key set holds a published test secret for HS256. " +
    'jwtLibrary says what any JWT library must answer to the one line if it is told the keys with their algorithms, issuer, ' +
    'subject, audience, that exp is required, and 5 s of tolerance; null where that is not its job.',
  keys: { keys: [es256Public, eddsaPublic, hs256] },
  issuer: claims.iss,
  audience: claims.aud,
  cases: [accepted, badForm, badHeader, badSignature, badClaims, badAddresses, badBinding, order].flat(),
}

writeFileSync(VECTORS_URL, `${JSON.stringify(file, null, 2)}\n`)
