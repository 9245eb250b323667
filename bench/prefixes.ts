import { BlockList } from 'node:net'
import { printAddress } from '../src/net/address.ts'
import { maskOf, type Prefix, parsePrefix } from '../src/net/prefix.ts'
import { CLOUDFLARE } from '../src/ranges/lists/cloudflare.ts'
import { pickInteger, pickOne, type Random } from './random.ts'

/** Prefixes, and a second opinion on what they hold, from which inputs are drawn. */
export type TrustList = {
  readonly prefixes: readonly Prefix[]
  readonly byFamily: { readonly 4: readonly Prefix[]; readonly 6: readonly Prefix[] }
  readonly blockList: BlockList
}

/** Cloudflare's real list: 15 IPv4 and 7 IPv6 prefixes. */
export function cloudflareList(): TrustList {
  return trustListOf(CLOUDFLARE.prefixes)
}

/** `count` different prefixes anywhere in unicast space, one in five of them IPv6, as lengths occur in published lists. */
export function randomList(random: Random, count: number): TrustList {
  const texts = new Set<string>()
  while (texts.size < count) texts.add(random() < 0.2 ? randomIPv6Prefix(random) : randomIPv4Prefix(random))
  return trustListOf([...texts])
}

/** An address inside one of the prefixes of `family`. */
export function pickMember(random: Random, { byFamily }: TrustList, family: 4 | 6): string {
  const prefix = pickOne(random, byFamily[family])
  return printAddress(
    prefix.words.map((word, i) => (family === 4 && i > 0 ? 0 : word | (pickWord(random) & ~maskOf(prefix.length, i)))),
    family,
  )
}

/** An address outside all of them. */
export function pickStranger(random: Random, { blockList }: TrustList, family: 4 | 6): string {
  for (;;) {
    const address = family === 4 ? randomIPv4(random) : randomIPv6(random)
    if (!blockList.check(address, family === 4 ? 'ipv4' : 'ipv6')) return address
  }
}

function trustListOf(texts: readonly string[]): TrustList {
  const blockList = new BlockList()
  const prefixes = texts.map((text) => {
    const prefix = parsePrefix(text)
    if (prefix === undefined) throw new RangeError(`${text} is no canonical prefix`)
    blockList.addSubnet(text.slice(0, text.indexOf('/')), prefix.length, prefix.family === 4 ? 'ipv4' : 'ipv6')
    return prefix
  })
  const byFamily = {
    4: prefixes.filter(({ family }) => family === 4),
    6: prefixes.filter(({ family }) => family === 6),
  }
  return { prefixes, byFamily, blockList }
}

function randomIPv4Prefix(random: Random): string {
  const length = pickInteger(random, 18, 26)
  const words = Uint32Array.of(randomIPv4Word(random) & maskOf(length, 0), 0, 0, 0)
  return `${printAddress(words, 4)}/${length}`
}

function randomIPv6Prefix(random: Random): string {
  const length = pickInteger(random, 32, 48)
  const words = Uint32Array.from(randomIPv6Words(random), (word, i) => word & maskOf(length, i))
  return `${printAddress(words, 6)}/${length}`
}

function randomIPv4(random: Random): string {
  return printAddress(Uint32Array.of(randomIPv4Word(random), 0, 0, 0), 4)
}

/** Half of them as machines are numbered by hand, `2001:db8::7`, and half as privacy extensions number them. */
function randomIPv6(random: Random): string {
  const words = Uint32Array.from(randomIPv6Words(random))
  if (random() < 0.5) words.set([0, pickInteger(random, 1, 0xffff)], 2)
  return printAddress(words, 6)
}

/** 1.0.0.0 to 223.255.255.255: zero and multicast are no addresses of proxies or clients. */
function randomIPv4Word(random: Random): number {
  return ((pickInteger(random, 1, 223) << 24) | (pickWord(random) & 0xff_ffff)) >>> 0
}

function randomIPv6Words(random: Random): number[] {
  return [(0x2000_0000 | (pickWord(random) >>> 3)) >>> 0, pickWord(random), pickWord(random), pickWord(random)]
}

function pickWord(random: Random): number {
  return Math.floor(random() * 2 ** 32)
}
