import { expect, test } from 'vitest'
import { readAddress } from '../../src/net/address.ts'
import { unwrapIPv4 } from '../../src/net/embedded-ipv4.ts'

test.each([
  { name: 'NAT64', address: '64:ff9b::c000:201', family: 4, words: [0xc000_0201, 0, 0, 0] },
  { name: '6to4', address: '2002:c000:201:7:8:9:a:b', family: 4, words: [0xc000_0201, 0, 0, 0] },
  { name: 'IPv4 itself', address: '192.0.2.1', family: 4, words: [0xc000_0201, 0, 0, 0] },
  { name: 'nothing else', address: '2001:db8::c000:201', family: 6, words: [0x2001_0db8, 0, 0, 0xc000_0201] },
])('leaves the words of an IPv4 address alone, out of $name', ({ address, family, words }) => {
  const into = new Uint32Array(4)
  const read = readAddress(into, address, 0, address.length)
  expect(read === 0 ? 0 : unwrapIPv4(into, read)).toBe(family)
  expect([...into]).toEqual(words)
})
