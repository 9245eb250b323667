import { type ScannedEnd, type ScannedHeader, STOPPED, stopScan } from './scanned-header.ts'
import { CR, LAST_CR_AT } from './v1-line.ts'

const ZERO = 0x30
const MAX_PORT = 65_535

/** Reads the port at `start` and the `terminator` behind it; returns where the next field begins. */
export function scanV1Port(
  into: ScannedHeader,
  end: ScannedEnd,
  bytes: Uint8Array,
  start: number,
  terminator: number,
): number {
  let port = digitAt(bytes, start)
  if (port > 9) return stopInPort(into, bytes, start)
  let at = start + 1
  // No digit may follow a zero, and none can follow what is too large already.
  for (let digit = digitAt(bytes, at); digit <= 9 && port > 0 && port <= MAX_PORT; digit = digitAt(bytes, ++at)) {
    port = port * 10 + digit
  }
  const isInLine = terminator === CR ? at <= LAST_CR_AT : at < LAST_CR_AT
  if (port > MAX_PORT || bytes[at] !== terminator || !isInLine) return stopInPort(into, bytes, start)
  end.port = port
  return at + 1
}

/** Says what is wrong with a port that could not be read, or that more of it has to come. It accepts nothing. */
function stopInPort(into: ScannedHeader, bytes: Uint8Array, start: number): typeof STOPPED {
  let port = 0
  for (let i = start; i < bytes.length; i++) {
    if (i >= LAST_CR_AT && bytes[i] !== CR) return stopScan(into, 'line-too-long', LAST_CR_AT)
    const digit = digitAt(bytes, i)
    const hasLeadingZero = i > start && port === 0
    port = port * 10 + digit
    if (digit > 9 || hasLeadingZero || port > MAX_PORT) return stopScan(into, 'malformed-port', start)
  }
  return STOPPED
}

/** The digit at `at`; a larger number where there is none. */
function digitAt(bytes: Uint8Array, at: number): number {
  // Sound: `|` makes 0 of undefined, which is no digit here.
  return (((bytes[at] as number) | 0) - ZERO) >>> 0
}
