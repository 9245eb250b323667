import fc from 'fast-check'

/** Sixteen addresses, so that sets of them can be written out: the oracle of blocks is a set of numbers. */
const ADDRESSES = 16
const HOST_LENGTH = 32

/** Lists of blocks inside of it, nested and repeated ones among them. */
export const smallBlocks: fc.Arbitrary<readonly string[]> = fc.array(
  fc.tuple(fc.integer({ min: 28, max: HOST_LENGTH }), fc.integer({ min: 0, max: ADDRESSES - 1 })).map(blockOf),
  { maxLength: 10 },
)

/** The last octets of all addresses in blocks of this world, sorted. */
export function addressesOf(blocks: readonly string[]): Set<number> {
  const all = blocks.flatMap((block) => {
    const [, first, length] = /^192\.0\.2\.(\d+)\/(\d+)$/.exec(block) ?? []
    return Array.from({ length: 2 ** (HOST_LENGTH - Number(length)) }, (_, i) => Number(first) + i)
  })
  return new Set(all.sort((a, b) => a - b))
}

/** How many blocks a set of addresses needs: one if it fills a block, else as many as both halves need. */
export function fewestBlocks(addresses: ReadonlySet<number>, first = 0, size = ADDRESSES): number {
  const held = Array.from({ length: size }, (_, i) => addresses.has(first + i))
  if (!held.includes(true)) return 0
  if (!held.includes(false)) return 1
  return fewestBlocks(addresses, first, size / 2) + fewestBlocks(addresses, first + size / 2, size / 2)
}

function blockOf([length, address]: readonly [number, number]): string {
  const size = 2 ** (HOST_LENGTH - length)
  return `192.0.2.${address - (address % size)}/${length}`
}
