import type { KeySourceEvent } from '../../origin/keys/key-source.ts'
import { type Described, nameError } from './described.ts'

export function describeKeys(event: KeySourceEvent): Described {
  switch (event.type) {
    case 'keys-loaded':
      return { level: 30, msg: 'keys loaded', keyIds: event.keyIds }
    case 'keys-expired':
      return { level: 50, msg: 'keys expired', ageSeconds: event.ageSeconds }
    case 'keys-not-loaded': {
      const { fault, failures, ageSeconds } = event
      const error = 'error' in fault ? nameError(fault.error) : undefined
      return { level: 50, msg: 'keys not loaded', failures, ageSeconds, ...fault, error }
    }
  }
}
