import type { PublicJwk } from '../../assertion/jwk.ts'
import { publicJwks } from '../../assertion/public-jwks.ts'
import { publicKeyPem } from '../../assertion/public-key-pem.ts'
import { isObject } from '../../config/parse-document.ts'
import { escapeText } from '../../fault/escape-text.ts'
import { inputError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson } from '../output.ts'
import { readKeyFile } from '../read-key.ts'

export type KeysPemOptions = { readonly kid?: string; readonly json?: true }

/** Prints the public half of one key as SPKI in PEM; of a set the key that `kid` names, which may be left out if it is alone. */
export async function runKeysPem(file: string, { kid, json }: KeysPemOptions): Promise<ExitCode> {
  const { keys } = await readKeyFile(file, readKeys)
  const key = pick(keys, kid)
  const pem = publicKeyPem(key)
  if (json) await writeJson({ kid: key.kid, alg: key.alg, pem })
  else await writeData(pem)
  return EXIT.yes
}

function readKeys(document: unknown) {
  return publicJwks(isObject(document) && Array.isArray(document.keys) ? document.keys : [document])
}

/** A program that reads PEM takes one key, so that none is guessed. */
function pick(keys: readonly PublicJwk[], kid: string | undefined): PublicJwk {
  const found = keys.filter((key) => kid === undefined || key.kid === kid)
  const [key] = found
  if (key !== undefined && found.length === 1) return key
  const kids = keys.map((one) => escapeText(one.kid)).join(', ')
  const rule = kid === undefined ? 'one key is printed at a time' : 'must be a key of the set'
  const received = kid === undefined ? `${keys.length} keys` : `"${escapeText(kid)}"`
  throw inputError({ code: 'UNKNOWN_KID', path: '--kid', rule, received, nextStep: `Name one of: ${kids}` })
}
