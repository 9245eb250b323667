import { faultText } from '../fault/fault-text.ts'
import { remember } from '../headers/remember.ts'
import type { Address } from '../net/address.ts'
import { type PseudonymKey, pseudonymOf } from '../net/pseudonym.ts'
import { truncateAddress } from '../net/truncate-address.ts'
import type { LogAddress } from '../settings/settings.ts'
import { EdgeError } from './edge-error.ts'

/** Writes an address as the log may have it. */
export type WriteLogAddress = (address: Address) => string | Promise<string>

/** As many as the sealer keeps tokens for. No address is written longer than this. */
const ROOM_FOR_ADDRESSES = { entries: 4096, keyLength: 45 }

/** @throws EdgeError if pseudonyms are wanted and there is no key for them. */
export function chooseLogAddress(form: LogAddress, key: PseudonymKey | undefined): WriteLogAddress {
  switch (form) {
    case 'truncated':
      return remember(ROOM_FOR_ADDRESSES, truncateAddress)
    case 'full':
      return (address) => address
    case 'pseudonym':
      return writePseudonym(key)
  }
}

function writePseudonym(key: PseudonymKey | undefined): WriteLogAddress {
  if (key !== undefined) return (address) => pseudonymOf(key, address)
  throw new EdgeError({
    code: 'PSEUDONYM_MISSING',
    path: 'privacy.logAddress',
    ...faultText(
      '"pseudonym" needs a secret of at least 32 random bytes',
      'Set the secret IPSEAL_SECRET_PSEUDONYM, or log "truncated" addresses',
    ),
  })
}
