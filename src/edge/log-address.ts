import type { Address } from '../net/address.ts'
import { type PseudonymKey, pseudonymOf, truncateAddress } from '../net/log-form.ts'
import type { LogAddress } from '../settings/settings.ts'
import { EdgeError } from './edge-error.ts'

/** Writes an address as the log may have it. */
export type WriteLogAddress = (address: Address) => string | Promise<string>

/** @throws EdgeError if pseudonyms are wanted and there is no key for them. */
export function chooseLogAddress(form: LogAddress, key: PseudonymKey | undefined): WriteLogAddress {
  switch (form) {
    case 'truncated':
      return truncateAddress
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
    rule: '"pseudonym" needs a secret of at least 32 random bytes',
    nextStep: 'Set the secret IPSEAL_SECRET_PSEUDONYM, or log "truncated" addresses',
  })
}
