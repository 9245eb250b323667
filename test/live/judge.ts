import { type Claim, dropZeros, ENTRY_DIFFERENCES, type Product } from './differences.ts'
import { type Chain, type Entry, foldAddress, readNodeByHand } from './read-chain.ts'

/** What to make of a product's answer: it is ours, it is a known difference, or nobody knows why it is another. */
export type Verdict = { readonly kind: 'same' } | { readonly kind: 'known'; readonly id: string } | { readonly kind: 'unexplained' }

/** The ways a walk can end without a client, though no entry was at fault. */
export const ENDING_DIFFERENCES = ['no-header', 'all-trusted', 'too-many-hops', 'scan-limit'] as const

type Expectation = { readonly id: string; readonly claim: Claim; readonly at: number }

export function judge(product: Product, chain: Chain, answer: string): Verdict {
  if (answer === chain.answer) return { kind: 'same' }
  const expected = expectDifference(product, chain)
  const isMet = expected !== undefined && meetsClaim(expected, chain, answer)
  return isMet ? { kind: 'known', id: expected.id } : { kind: 'unexplained' }
}

/** Finds the first place from the right at which the request makes the product differ. */
function expectDifference(product: Product, chain: Chain): Expectation | undefined {
  for (const [at, entry] of chain.entries.slice(0, chain.readCount).entries()) {
    const found = ENTRY_DIFFERENCES.find((difference) => difference[product] !== undefined && difference.applies(entry))
    const claim = found?.[product]
    if (found !== undefined && claim !== undefined) return { id: found.id, claim, at }
  }
  return expectEnding(chain)
}

function expectEnding({ ending, entries, readCount }: Chain): Expectation | undefined {
  switch (ending) {
    case 'client':
    case 'malformed-address':
      return undefined
    case 'missing-header':
      return { id: 'no-header', claim: 'nearest', at: 0 }
    case 'chain-exhausted':
      return { id: 'all-trusted', claim: 'nearest', at: readCount }
    case 'chain-too-long':
      return { id: (entries[readCount - 1]?.reach ?? 0) > 8192 ? 'scan-limit' : 'too-many-hops', claim: 'onwards', at: readCount - 1 }
  }
}

function meetsClaim({ claim, at }: Expectation, chain: Chain, answer: string): boolean {
  const entry = chain.entries[at]
  switch (claim) {
    case 'nearest':
      return foldAddress(answer) === (chain.entries[at - 1]?.address ?? chain.peer)
    case 'text':
      return answer === entry?.received
    case 'same':
      return entry !== undefined && foldAddress(answer) === readNodeByHand(entry.sent)
    case 'onwards':
      return isOnwards(at, chain, answer)
    case 'text or onwards':
      return answer === entry?.received || isOnwards(at, chain, answer)
  }
}

function isOnwards(at: number, { entries, peer }: Chain, answer: string): boolean {
  const reachable = [entries[at - 1]?.address ?? peer, ...entries.slice(at).flatMap(readingsOf)]
  return reachable.includes(answer) || reachable.includes(foldAddress(answer))
}

/** What an entry may be taken for by those who are less strict. */
function readingsOf({ sent, received }: Entry): string[] {
  const words = sent.split(/[ \t]+/)
  return [received, ...words.flatMap((word) => {
    const bare = word.replace(/^\[([^\]]*)\]/, '$1').replace(/^([^:]*|.*\]):\d+$/, '$1')
    return [word, bare, dropZeros(bare), foldAddress(bare)]
  })]
}
