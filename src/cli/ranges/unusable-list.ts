import type { StoredListFault } from '../../settings/stored-list.ts'

/** Why a stored list is not believed: the word that an edge logs, and what follows "the list … in the store". */
export type UnusableList = { readonly reason: StoredListFault; readonly text: string }

export function describeStoredFault(reason: StoredListFault, detail = ''): UnusableList {
  return { reason, text: textOf(reason, detail) }
}

function textOf(reason: StoredListFault, detail: string): string {
  switch (reason) {
    case 'unsigned':
      return 'must be signed by a key of --signed-by; it is not signed'
    case 'bad-signature':
      return `must be signed by a key of --signed-by; got ${detail}`
    case 'unreadable':
      return `is none as a refresh writes it: ${detail}`
    case 'another-list':
      return `is the list ${detail}, put there under another name`
    case 'from-the-future':
      return `says that it was checked in the future, ${detail}`
    case 'store-failed':
      return `cannot be read: ${detail}`
    case 'not-stored':
    case 'rolled-back':
    case 'prefix-twice':
      return `is not believed: ${reason}`
  }
}
