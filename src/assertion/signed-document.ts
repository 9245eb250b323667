import { describeValue } from '../fault/escape-text.ts'
import { faultText } from '../fault/fault-text.ts'
import { chooseKey } from './choose-key.ts'
import { decodeText } from './decode-json-object.ts'
import { isSignedBy } from './is-signed-by.ts'
import { KeyError } from './key-error.ts'
import type { KeySet } from './key-set.ts'
import { splitToken } from './read-token.ts'
import { SealError } from './seal-error.ts'
import { signCompact } from './sign-compact.ts'
import type { SigningKey } from './signing-key.ts'

/** Room for some 12,000 prefixes; a reader parses and hashes all of it before it knows whose it is. */
export const MAX_DOCUMENT_LENGTH = 512 * 1024

/** Why a text is no document of this type by one of these keys. The first three are about its form. */
export type DocumentFault =
  | 'too-large'
  | 'malformed'
  | 'critical-header'
  | 'unknown-key'
  | 'wrong-algorithm'
  | 'wrong-type'
  | 'bad-signature'

export type OpenedDocument =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: DocumentFault }

/**
 * Returns `text` as a signed document of a type such as `ipseal-ranges`: a compact JWS (RFC 7515 section 3.1) that
 * {@link openDocument} takes, and that no verifier of assertions takes even if they trust the same key.
 *
 * The type stands in the header as `typ` (RFC 8725 section 3.11) and once more in the payload, as a line before the text:
 * a payload that is no JSON is no claims to any JWT library, also to those that do not look at `typ`. Signs what it is
 * given.
 *
 * @throws KeyError for a secret: whoever reads a document could write it. SealError TOKEN_TOO_LARGE for what no reader
 * takes.
 */
export async function signDocument(key: SigningKey, type: string, text: string): Promise<string> {
  if (key.algorithm === 'HS256') {
    const said = faultText('a document is signed with a key pair', 'Make one: ipseal keys new --alg ES256')
    throw new KeyError({ code: 'BAD_ALG', path: 'key.alg', received: describeValue(key.algorithm), ...said })
  }
  const token = await signCompact(key, type, `${type}\n${text}`)
  if (token.length <= MAX_DOCUMENT_LENGTH) return token
  const said = faultText(`a signed document has at most ${MAX_DOCUMENT_LENGTH} bytes`, 'Split it, or leave it unsigned')
  throw new SealError({ code: 'TOKEN_TOO_LARGE', path: type, received: `${token.length} bytes`, ...said })
}

/**
 * Returns the text of a document that was signed as `type` with one of `keys`, or the first rule that it breaks.
 *
 * Never throws for what the token holds. It says who wrote the text, not when: an older document of the same type opens
 * as well, so that its reader has to look for a time in it.
 */
export async function openDocument(token: string, keys: KeySet, type: string): Promise<OpenedDocument> {
  if (token.length > MAX_DOCUMENT_LENGTH) return { ok: false, reason: 'too-large' }
  const claimed = splitToken(token)
  if ('reason' in claimed) return { ok: false, reason: 'malformed' }
  const key = chooseKey(claimed.header, keys)
  if ('reason' in key) return { ok: false, reason: key.reason }
  if (key.algorithm === 'HS256') return { ok: false, reason: 'wrong-algorithm' }
  if (claimed.header.get('typ') !== type) return { ok: false, reason: 'wrong-type' }
  if (!(await isSignedBy(key, claimed))) return { ok: false, reason: 'bad-signature' }
  return readPayload(claimed.payload, type)
}

/**
 * Returns the text in a signed document without asking who signed it, for a reader that is content with whoever could
 * write to where it lies, or why it is no such document.
 */
export function readClaimedDocument(token: string, type: string): OpenedDocument {
  if (token.length > MAX_DOCUMENT_LENGTH) return { ok: false, reason: 'too-large' }
  const claimed = splitToken(token)
  if ('reason' in claimed) return { ok: false, reason: 'malformed' }
  return claimed.header.get('typ') === type ? readPayload(claimed.payload, type) : { ok: false, reason: 'wrong-type' }
}

function readPayload(payload: Uint8Array, type: string): OpenedDocument {
  const written = decodeText(payload)
  if (written === undefined) return { ok: false, reason: 'malformed' }
  const start = `${type}\n`
  return written.startsWith(start)
    ? { ok: true, text: written.slice(start.length) }
    : { ok: false, reason: 'wrong-type' }
}
