import { importKeySet, type KeySet } from '../../assertion/key-set.ts'
import { publicJwks } from '../../assertion/public-jwks.ts'
import { openDocument, signDocument } from '../../assertion/signed-document.ts'
import { importSigningKey } from '../../assertion/signing-key.ts'
import { parseJson } from '../../fault/parse-json.ts'
import { RANGES_DOCUMENT } from '../../ranges/record.ts'
import type { RefreshListOptions } from '../../refresh/refresh-list.ts'

/** How what is stored is made and read back; neither is there without a key. */
export type ListSigning = Pick<RefreshListOptions, 'sign' | 'open'>

/**
 * Makes the two ways between a record and the text that is stored, from the text of a private JWK. With a key what others
 * wrote is not read back either: a refresh that went by it would put its signature under it.
 *
 * Rejects with a {@link KeyError} for a text that is no such key, and for a secret, which cannot show who signed.
 */
export async function prepareSigning(keyText: string | undefined): Promise<ListSigning> {
  if (keyText === undefined || keyText === '') return {}
  const jwk = parseJson(keyText)
  const key = await importSigningKey(jwk)
  const keys = await importKeySet(publicJwks([jwk]))
  return {
    sign: (text) => signDocument(key, RANGES_DOCUMENT, text),
    open: openSignedBy(keys),
  }
}

/** Gives the text of a list that one of these keys signed; undefined for every other. */
export function openSignedBy(keys: KeySet): (stored: string) => Promise<string | undefined> {
  return async (stored) => {
    const opened = await openDocument(stored.trim(), keys, RANGES_DOCUMENT)
    return opened.ok ? opened.text : undefined
  }
}
