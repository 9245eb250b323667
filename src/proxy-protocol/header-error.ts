import { describeValue } from '../fault/escape-text.ts'
import type { Fault } from '../fault/fault.ts'
import { FaultError } from '../fault/fault-error.ts'

export type ProxyHeaderErrorCode =
  /** JSON without the shape of a header. */
  | 'MALFORMED_HEADER'
  | 'MALFORMED_ADDRESS'
  /** An address that is not of the header's family. */
  | 'FAMILY_MISMATCH'
  /** A text, hex or id that its field cannot hold. */
  | 'MALFORMED_VALUE'
  | 'OUT_OF_RANGE'
  /** Something that the version of the header has no bytes for. */
  | 'WRONG_VERSION'
  | 'REPEATED_CRC'
  | 'TOO_LONG'

/** A fault with the value itself, as nothing in a header is a secret. */
type HeaderFault = Omit<Fault<ProxyHeaderErrorCode>, 'received'> & { readonly received: unknown }

/** Thrown while a header is made ready for sending. `path` is that of its JSON form, such as `tlvs[2].hex`. */
export class ProxyHeaderError extends FaultError<ProxyHeaderErrorCode> {
  override readonly name = 'ProxyHeaderError'

  constructor(fault: HeaderFault) {
    super({ ...fault, received: describeReceived(fault.received) })
  }
}

function describeReceived(value: unknown): string {
  return typeof value === 'number' ? String(value) : describeValue(value)
}
