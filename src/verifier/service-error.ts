import { FaultError } from '../fault/fault-error.ts'

export type ServiceErrorCode = 'PACKAGE_MISSING' | 'NO_KEYS'

/** What keeps the service from starting, or from taking a new document, though the document itself is in order. */
export class ServiceError extends FaultError<ServiceErrorCode> {
  override readonly name = 'ServiceError'
}
