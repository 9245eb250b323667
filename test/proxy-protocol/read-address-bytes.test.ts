import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printAddress, readAddress } from '../../src/net/address.ts'
import { NO_ADDRESS, readIPv4Bytes, readIPv6Bytes } from '../../src/proxy-protocol/read-address-bytes.ts'
import { createScannedHeader, settleIPv6 } from '../../src/proxy-protocol/scanned-header.ts'
import { ascii, join } from './vectors.ts'

const FRONT = ascii('PROXY TCP6 ')

/** The canonical address that fills `text`, by the readers of bytes; undefined for none. */
function readBytes(text: string): string | undefined {
  const { source } = createScannedHeader()
  // The byte behind the text is one that no address has, as the space of a line is.
  const bytes = join(FRONT, ascii(text), ascii(' '))
  const isIPv6 = text.includes(':')
  const end = isIPv6
    ? readIPv6Bytes(source.words, bytes, FRONT.length)
    : readIPv4Bytes(source.words, bytes, FRONT.length)
  if (end === NO_ADDRESS || end !== bytes.length - 1) return undefined
  if (isIPv6) settleIPv6(source)
  return printAddress(source.words, source.family)
}

function readText(text: string): string | undefined {
  const words = new Uint32Array(4)
  const family = readAddress(words, text, 0, text.length)
  return family === 0 ? undefined : printAddress(words, family)
}

const word = fc.nat(0xffff_ffff)
const ipv4 = word.map((first) => printAddress(Uint32Array.of(first), 4) as string)
const group = fc.oneof(fc.constant('0'), fc.stringMatching(/^[0-9a-fA-F]{1,4}$/))
const gapped = fc
  .tuple(fc.array(group, { maxLength: 8 }), fc.array(group, { maxLength: 8 }))
  .map(([head, tail]) => `${head.join(':')}::${tail.join(':')}`)
const ungapped = fc.array(group, { minLength: 6, maxLength: 9 }).map((groups) => groups.join(':'))
const dotted = fc.tuple(fc.oneof(gapped, ungapped), ipv4).map(([front, tail]) => `${front}:${tail}`)
const mapped = ipv4.map((tail) => `::ffff:${tail}`)
const spelled = fc.oneof(ipv4, gapped, ungapped, dotted, mapped)

/** An address with a few characters replaced, put in or taken out: what two strict readers are most likely to differ on. */
const nearly = fc
  .tuple(
    spelled,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'0123456789abfFgG.::% -'.split(''), '')), { maxLength: 3 }),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [place, char]) => {
      const at = place % (changed.length + 1)
      return changed.slice(0, at) + char + changed.slice(at + (place % 2))
    }, text),
  )

describe('the readers of bytes take what the readers of text take, and read it the same', () => {
  test.each([
    { name: 'addresses', texts: spelled, runs: 3000 },
    { name: 'what is nearly one', texts: nearly, runs: 6000 },
    { name: 'short strings of their characters', texts: fc.stringMatching(/^[01af.:]{0,9}$/), runs: 4000 },
    { name: 'digits and dots', texts: fc.stringMatching(/^[0125.]{6,16}$/), runs: 3000 },
  ])('$name', ({ texts, runs }) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readBytes(text), text).toBe(readText(text))
      }),
      { numRuns: runs },
    )
  })

  test('every octet from 0 to 999, with and without a leading zero', () => {
    for (let octet = 0; octet < 1000; octet++) {
      for (const text of [`192.0.2.${octet}`, `${octet}.0.2.7`, `192.0${octet}.2.7`, `::192.0.${octet}.7`]) {
        expect(readBytes(text), text).toBe(readText(text))
      }
    }
  })

  test('a double colon at every place, with every number of groups', () => {
    for (let before = 0; before <= 9; before++) {
      for (let after = 0; after <= 9; after++) {
        for (const tail of ['', ':192.0.2.7', '192.0.2.7']) {
          const text = `${Array(before).fill('a1').join(':')}::${Array(after).fill('0b').join(':')}${tail}`
          expect(readBytes(text), text).toBe(readText(text))
        }
      }
    }
  })
})

test('an address that the bytes end in is read up to their end, for the caller to wait', () => {
  const { source } = createScannedHeader()
  expect(readIPv4Bytes(source.words, ascii('192.0.2.7'), 0)).toBe(9)
  expect(readIPv4Bytes(source.words, ascii('192.0.2.'), 0)).toBe(NO_ADDRESS)
  expect(readIPv6Bytes(source.words, ascii('2001:db8::'), 0)).toBe(10)
  expect(readIPv6Bytes(source.words, ascii('2001:db8:'), 0)).toBe(NO_ADDRESS)
})
