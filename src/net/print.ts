import { groupAt } from './ipv6.ts'

/** Writes a 32-bit word as four decimal octets. */
export function printIPv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`
}

/** Writes four words as RFC 5952 section 4 asks: lower case, no leading zeros, the first longest run of zeros as `::`. */
export function printIPv6(words: Uint32Array): string {
  const run = longestZeroRun(words)
  const stop = run & 0xf
  const start = run >> 4
  let text = ''
  for (let i = 0; i < 8; i++) {
    if (stop > 0 && i === start) {
      text += '::'
      i = stop - 1
      continue
    }
    if (i > 0 && i !== stop) text += ':'
    text += groupAt(words, i).toString(16)
  }
  return text
}

/** The run as `start << 4 | stop`, so that nothing is allocated; 0 where no run has two groups (RFC 5952 section 4.2.2). */
function longestZeroRun(words: Uint32Array): number {
  let best = 0
  let bestLength = 1
  let start = 0
  for (let i = 0; i <= 8; i++) {
    if (i < 8 && groupAt(words, i) === 0) continue
    if (i - start > bestLength) {
      bestLength = i - start
      best = (start << 4) | i
    }
    start = i + 1
  }
  return best
}
