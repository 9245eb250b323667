import { importKeySet, type KeySet } from '../../assertion/key-set.ts'
import { signDocument } from '../../assertion/signed-document.ts'
import { importSigningKey, type SigningKey } from '../../assertion/signing-key.ts'
import { describeValue } from '../../fault/escape-text.ts'
import { RANGES_DOCUMENT } from '../../ranges/record.ts'
import { InputError } from '../errors.ts'
import { requireJson } from '../read-input.ts'
import { readKeyFile } from '../read-key.ts'

export async function loadReaderKeys(file: string | undefined): Promise<KeySet | undefined> {
  return file === undefined ? undefined : await readKeyFile(file, importKeySet)
}

export type RefreshKeys = {
  readonly sign: ((text: string) => Promise<string>) | undefined
  /** Of whoever may have written what is there: the signer itself, unless --signed-by says more. */
  readonly readers: KeySet | undefined
}

/**
 * Loads the key that signs, from a file or the variable IPSEAL_RANGES_SIGNING_KEY, and those that what is there may be
 * signed by. A key that its own readers would not believe is refused.
 */
export async function loadRefreshKeys(file: string | undefined, signedBy: string | undefined): Promise<RefreshKeys> {
  const key = await loadSigningKey(file)
  const named = await loadReaderKeys(signedBy)
  if (key === undefined) return { sign: undefined, readers: named }
  if (named !== undefined && !named.has(key.keyId)) throw notAmongReaders(key.keyId)
  const readers = named ?? (await importKeySet({ keys: [key.publicJwk] }))
  return { sign: (text) => signDocument(key, RANGES_DOCUMENT, text), readers }
}

async function loadSigningKey(file: string | undefined): Promise<SigningKey | undefined> {
  const variable = process.env.IPSEAL_RANGES_SIGNING_KEY
  if (file !== undefined) return pairOnly(await readKeyFile(file, importSigningKey), file)
  if (variable === undefined || variable === '') return undefined
  const name = 'IPSEAL_RANGES_SIGNING_KEY'
  return pairOnly(await importSigningKey(requireJson(variable, name)), name)
}

/** With a secret, whoever reads a list could write it. */
function pairOnly(key: SigningKey, place: string): SigningKey {
  if (key.publicJwk !== undefined) return key
  const message = `${place}: lists are signed with a key pair; this is a secret. Make one: ipseal keys new --alg ES256`
  throw new InputError(message, { code: 'BAD_ALG' })
}

function notAmongReaders(keyId: string): InputError {
  const rule = `the key ${describeValue(keyId)} is not among those of --signed-by, so no reader would believe the list`
  return new InputError(`${rule}. Publish it to the readers first: ipseal keys jwks`, { code: 'UNKNOWN_KID' })
}
