import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import { scanProxyHeader } from '../../src/proxy-protocol/scan.ts'
import { createScannedHeader } from '../../src/proxy-protocol/scanned-header.ts'
import { type HeaderKind, showEnd } from './headers.ts'

/** Reads all headers of a kind some number of times; returns the CPU nanoseconds that it took. */
export type ReadAll = (times: number) => number

const scanned = createScannedHeader()

/** Into words: what a receiver needs to look the source up in a prefix table. */
export function scanAll({ headers, options }: HeaderKind): ReadAll {
  return timed((times) => {
    let sum = 0
    for (let i = 0; i < times; i++) {
      for (const header of headers) {
        if (scanProxyHeader(scanned, header, options) === 'header') sum += scanned.source.port
      }
    }
    return sum
  })
}

/** Into objects with the addresses as texts and every field. */
export function decodeAll(kind: HeaderKind): ReadAll {
  for (const [i, header] of kind.headers.entries()) checkDecoded(kind, header, i)
  return timed((times) => {
    let sum = 0
    for (let i = 0; i < times; i++) {
      for (const header of kind.headers) sum += decodeProxyHeader(header, kind.options).state.length
    }
    return sum
  })
}

/** What is timed must be right first. */
function checkDecoded({ title, ends }: HeaderKind, bytes: Buffer, index: number): void {
  const decoded = decodeProxyHeader(bytes)
  const header = decoded.state === 'header' && 'source' in decoded.header ? decoded.header : undefined
  const isRight =
    header !== undefined &&
    header.family !== 'unix' &&
    `${showEnd(header.source)}>${showEnd(header.destination)}` === ends[index]
  if (!isRight) throw new RangeError(`${title}: ${JSON.stringify(decoded)} for ${bytes.toString('hex')}`)
}

function timed(read: (times: number) => number): ReadAll {
  return (times) => {
    const before = process.cpuUsage()
    const sum = read(times)
    const { user, system } = process.cpuUsage(before)
    // The sum is looked at, or an optimiser would be right to leave out the work.
    if (sum === 0) throw new RangeError('a reader read nothing')
    return (user + system) * 1000
  }
}
