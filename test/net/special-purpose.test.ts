import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Family, readAddress, type Words } from '../../src/net/address.ts'
import { containsPrefix, maskOf, type Prefix, parsePrefix } from '../../src/net/prefix.ts'
import { isGloballyReachable, isUnusable } from '../../src/net/reachability.ts'
import { findSpecialPurpose, findSpecialPurposeWithin } from '../../src/net/special-purpose.ts'
import { SPECIAL_PURPOSE_NAMES } from '../../src/net/special-purpose-names.ts'
import { SPECIAL_PURPOSE_PREFIXES } from '../../src/net/special-purpose-prefixes.ts'
import vectors from '../vectors/special-purpose.json' with { type: 'json' }

function read(text: string): { readonly words: Words; readonly family: Family } {
  const words = new Uint32Array(4)
  const family = readAddress(words, text, 0, text.length)
  if (family === 0) throw new Error(`${text} is no address`)
  return { words, family }
}

function block(text: string): Prefix {
  const prefix = parsePrefix(text)
  if (prefix === undefined) throw new Error(`${text} is no prefix`)
  return prefix
}

/** The address before or behind another, in an address space without ends. */
function step(words: Words, family: Family, by: 1 | -1): Words {
  const stepped = words.slice()
  for (let i = family === 4 ? 0 : 3; i >= 0; i--) {
    stepped[i] = (stepped[i] ?? 0) + by
    if (stepped[i] !== (by === 1 ? 0 : 0xffff_ffff)) break
  }
  if (family === 4) stepped.fill(0, 1)
  return stepped
}

describe('the registry', () => {
  test.each(vectors)('names $address after its most specific block', ({ address, name, globallyReachable }) => {
    const { words, family } = read(address)
    expect(findSpecialPurpose(words, family)?.name ?? null).toBe(name)
    expect(isGloballyReachable(words, family)).toBe(globallyReachable)
  })

  test('has every block of IANA once, in canonical text, but the mapped one', () => {
    const texts = SPECIAL_PURPOSE_PREFIXES.map(([text]) => text)
    expect(Object.keys(SPECIAL_PURPOSE_NAMES)).toEqual(texts)
    expect(texts.map((text) => parsePrefix(text)?.text)).toEqual(texts)
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.filter((text) => !text.includes(':'))).toHaveLength(26)
    expect(texts.filter((text) => text.includes(':'))).toHaveLength(24)
  })

  test('does not mistake IPv4 for the IPv6 addresses with the same first word', () => {
    const { words } = read('64:ff9b::1')
    expect(findSpecialPurpose(words, 6)?.name).toBe('IPv4-IPv6 Translation')
    expect(findSpecialPurpose(words, 4)?.name).toBe('This network')
  })

  test('finds for any address the longest block around it, as a plain search does', () => {
    const blocks = SPECIAL_PURPOSE_PREFIXES.map(([text]) => ({
      prefix: block(text),
      name: SPECIAL_PURPOSE_NAMES[text]?.[0],
    }))
    const nearBlock = fc
      .tuple(
        fc.constantFrom(...blocks),
        fc.uint32Array({ minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 128 }),
      )
      .map(([{ prefix }, noise, from]) => ({
        family: prefix.family,
        words: prefix.words.map((word, i) =>
          i * 32 + 31 < from || (prefix.family === 4 && i > 0) ? word : word ^ (noise[i] ?? 0),
        ),
      }))
    fc.assert(
      fc.property(nearBlock, ({ family, words }) => {
        const host: Prefix = { family, words, length: family === 4 ? 32 : 128, text: '' }
        const around = blocks.filter(({ prefix }) => containsPrefix(prefix, host))
        const longest = around.sort((a, b) => b.prefix.length - a.prefix.length)[0]
        expect(findSpecialPurpose(words, family)?.name).toBe(longest?.name)
      }),
    )
  })

  test('agrees about every address with the shorter list that the edge carries', () => {
    const edges = SPECIAL_PURPOSE_PREFIXES.flatMap(([text]) => {
      const { family, words, length } = block(text)
      const last = words.map((word, i) => word | ~maskOf(length, i))
      return [words, last, step(words, family, -1), step(last, family, 1)].map((at) => ({ words: at, family, text }))
    })
    for (const { words, family, text } of edges) {
      const reachable = findSpecialPurpose(words, family)?.globallyReachable ?? true
      const expected = reachable === true && !isUnusable(words, family)
      expect({ text, words, reachable: isGloballyReachable(words, family) }).toEqual({
        text,
        words,
        reachable: expected,
      })
    }
  })
})

describe('a block shares addresses with the registry', () => {
  test.each([
    { text: '10.1.0.0/16', name: 'Private-Use', why: 'if it is inside an entry' },
    { text: '192.0.0.0/16', name: 'IETF Protocol Assignments', why: 'if it is around an entry' },
    { text: 'fe80::/10', name: 'Link-Local Unicast', why: 'if it is an entry' },
    { text: '104.16.0.0/13', name: undefined, why: 'but not if it is apart from all of them' },
    { text: '::/0', name: 'Unspecified Address', why: 'of its own family alone' },
  ])('$text: $why', ({ text, name }) => {
    expect(findSpecialPurposeWithin(block(text))?.name).toBe(name)
  })
})

describe('an address that nobody can send from', () => {
  test.each([
    { address: '0.0.0.0', unusable: true, why: 'is the unspecified one' },
    { address: '0.0.0.1', unusable: false, why: 'is no other of its network' },
    { address: '223.255.255.255', unusable: false, why: 'ends before multicast' },
    { address: '224.0.0.0', unusable: true, why: 'is multicast' },
    { address: '239.255.255.255', unusable: true, why: 'is multicast to the end' },
    { address: '240.0.0.0', unusable: false, why: 'is not class E, which Pseudo IPv4 uses' },
    { address: '255.255.255.254', unusable: false, why: 'is broadcast alone, not what precedes it' },
    { address: '255.255.255.255', unusable: true, why: 'is limited broadcast' },
    { address: '127.0.0.1', unusable: false, why: 'is not loopback' },
    { address: '::', unusable: true, why: 'is the unspecified one in IPv6' },
    { address: '::1', unusable: false, why: 'is not loopback in IPv6' },
    { address: '0:1::', unusable: false, why: 'is not one with zeros at its ends' },
    { address: '::1:0:0', unusable: false, why: 'has zeros in every word' },
    { address: '::1:0:0:0:0', unusable: false, why: 'has zeros in its second word too' },
    { address: 'feff:ffff::', unusable: false, why: 'ends before multicast in IPv6' },
    { address: 'ff00::', unusable: true, why: 'is multicast in IPv6' },
    { address: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', unusable: true, why: 'is multicast to the end in IPv6' },
  ])('$address: $why', ({ address, unusable }) => {
    const { words, family } = read(address)
    expect(isUnusable(words, family)).toBe(unusable)
  })
})
