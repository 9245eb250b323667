import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Address, parseAddress, printAddress } from '../../src/net/address.ts'
import { parsePrefix } from '../../src/net/prefix.ts'
import { importPseudonymKey, pseudonymOf } from '../../src/net/pseudonym.ts'
import { truncateAddress } from '../../src/net/truncate-address.ts'
import vectors from '../vectors/log-form.json' with { type: 'json' }

function address(text: string): Address {
  const parsed = parseAddress(text)
  if (parsed === undefined) throw new Error(`${text} is no address`)
  return parsed
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const word = fc.integer({ min: 0, max: 0xffff_ffff })
const lastOctet = fc.integer({ min: 0, max: 255 })

describe('the truncated form', () => {
  test.each(vectors.truncated)('of $address is $form', ({ address: text, form }) => {
    expect(truncateAddress(address(text))).toBe(form)
  })

  test('is a /24 or a /48 for whatever address', () => {
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.constantFrom(4 as const, 6 as const), (words, family) => {
        const form = truncateAddress(address(printAddress(Uint32Array.from(words), family)))
        expect([24, 48]).toContain(parsePrefix(form)?.length)
      }),
    )
  })

  test('keeps the last octet of an IPv4 address to itself, also inside NAT64 and 6to4', () => {
    fc.assert(
      fc.property(word, lastOctet, (client, octet) => {
        const neighbour = ((client & 0xffff_ff00) | octet) >>> 0
        for (const wrap of [direct, nat64, sixToFour]) expect(wrap(client)).toBe(wrap(neighbour))
      }),
    )
  })

  function direct(client: number): string {
    return truncateAddress(printAddress(Uint32Array.of(client, 0, 0, 0), 4))
  }

  function nat64(client: number): string {
    return truncateAddress(printAddress(Uint32Array.of(0x0064_ff9b, 0, 0, client), 6))
  }

  function sixToFour(client: number): string {
    return truncateAddress(printAddress(Uint32Array.of(0x2002_0000 | (client >>> 16), client << 16, 0, 1), 6))
  }
})

describe('the pseudonym', () => {
  test.each(vectors.pseudonyms)('of $address is $pseudonym', async ({ secretHex, address: text, pseudonym }) => {
    const key = await importPseudonymKey(bytesOf(secretHex))
    expect(await pseudonymOf(key, address(text))).toBe(pseudonym)
  })

  test('can be read neither as an address nor as a block', async () => {
    const pseudonym = await pseudonymOf(await importPseudonymKey(new Uint8Array(32).fill(9)), address('192.0.2.1'))
    expect(parseAddress(pseudonym)).toBeUndefined()
    expect(parsePrefix(pseudonym)).toBeUndefined()
  })

  test('of one client under two keys cannot be linked', async () => {
    const client = address('192.0.2.1')
    const today = await importPseudonymKey(new Uint8Array(32).fill(1))
    const tomorrow = await importPseudonymKey(new Uint8Array(32).fill(2))
    expect(await pseudonymOf(today, client)).not.toBe(await pseudonymOf(tomorrow, client))
  })

  test('stays the same when the caller wipes its copy of the secret', async () => {
    const secret = new Uint8Array(32).fill(7)
    const imported = importPseudonymKey(secret)
    secret.fill(0)
    const again = await importPseudonymKey(new Uint8Array(32).fill(7))
    const client = address('2001:db8::1')
    expect(await pseudonymOf(await imported, client)).toBe(await pseudonymOf(again, client))
  })

  test('needs a secret that cannot be guessed, and its key cannot be taken out again', async () => {
    await expect(importPseudonymKey(new Uint8Array(31))).rejects.toThrow(/32 random bytes or more; got 31/)
    const key = await importPseudonymKey(new Uint8Array(32))
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })
})
