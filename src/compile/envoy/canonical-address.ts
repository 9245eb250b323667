import { type Cel, every, matches, not, some } from './cel.ts'

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const IPV4 = `^${OCTET}(?:[.]${OCTET}){3}$`

const GROUP = '[0-9a-f]+'
const LONG_OR_PADDED = '[0-9a-f]{5}|(?:^|:)0[0-9a-f]'
const WHOLE = `^(?:${GROUP}:){7}${GROUP}$`
const ADJACENT_ZEROS = '(?:^|:)0:0(?::|$)'
const SIDE = `(?:${GROUP}(?::${GROUP})*)?`
const SHORTENED = `^${SIDE}::${SIDE}$`
const ZERO_BESIDE = '(?:^|:)0::|::0(?::|$)'
const IPV4_IN_IPV6 = `^::ffff:${GROUP}:${GROUP}$`

/**
 * Demands an address in its one spelling: four octets without leading zeros, or RFC 5952, with IPv4 in IPv6 written as
 * IPv4. Many small patterns, as Envoy refuses one of more than 100 instructions (`regex_max_program_size`).
 */
export function isCanonicalAddress(address: Cel): Cel {
  const finds = (pattern: string): Cel => matches(address, pattern)
  const whole = every(finds(WHOLE), not(finds(ADJACENT_ZEROS)))
  const shortened = every(
    finds(SHORTENED),
    // "::" stands for two groups or more, and for all zeros around it.
    not(finds(atLeast(7))),
    not(finds(ZERO_BESIDE)),
    // It stands for the longest run of zeros, and for the first of two: here for two, and for three.
    not(every(finds(atLeast(6)), finds(runs({ before: '0:0', behind: '0:0:0' })))),
    not(every(finds(atLeast(5)), finds(runs({ before: '0:0:0', behind: '0:0:0:0' })))),
    not(finds(IPV4_IN_IPV6)),
  )
  return some(finds(IPV4), every(not(finds(LONG_OR_PADDED)), some(whole, shortened)))
}

function atLeast(groups: number): string {
  return `(?:${GROUP}:+){${groups - 1}}${GROUP}`
}

function runs({ before, behind }: { readonly before: string; readonly behind: string }): string {
  return `(?:^|:)${before}:[0-9a-f:]*::|::[0-9a-f:]*:${behind}(?::|$)`
}
