import { type Claim, type Difference, dropZeros, type ENDING_DIFFERENCES, type Product } from './differences.ts'
import { type Chain, type Entry, foldAddress, MAX_SCANNED, readNodeByHand } from './read-chain.ts'

/** What to make of a product's answer: it is ours, it is a known difference, or nobody knows why it is another. */
export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'known'; readonly id: string }
  | { readonly kind: 'unexplained' }

/** A product, and what it is known to differ in. */
export type Judged = { readonly product: Product; readonly differences: readonly Difference[] }

type Expectation = { readonly id: string; readonly claim: Claim; readonly at: number }

export type Answers = { readonly ipseal: string; readonly theirs: string }

/** A known difference is one on which we answer as our rules say, too: what is wrong with us is no difference to explain. */
export function judge(judged: Judged, chain: Chain, { ipseal, theirs }: Answers): Verdict {
  if (theirs === ipseal) return { kind: 'same' }
  const expected = expectAtEntry(judged, chain) ?? expectAtEnd(chain)
  const isKnown = expected !== undefined && ipseal === chain.answer && meetsClaim(expected, chain, theirs)
  return isKnown ? { kind: 'known', id: expected.id } : { kind: 'unexplained' }
}

/** Finds the first entry from the right at which the request makes the product differ. */
function expectAtEntry({ product, differences }: Judged, chain: Chain): Expectation | undefined {
  for (const [at, entry] of chain.entries.slice(0, chain.readCount).entries()) {
    const text = product === 'nginx' ? entry.sent : entry.received
    const found = differences.find(({ applies }) => applies(text, entry))
    const claim = found?.[product]
    if (found !== undefined && claim !== undefined) return { id: found.id, claim, at }
  }
  return undefined
}

function expectAtEnd(chain: Chain): Expectation | undefined {
  const expect = (id: (typeof ENDING_DIFFERENCES)[number], claim: Claim, at: number): Expectation => ({ id, claim, at })
  const last = chain.readCount - 1
  switch (chain.ending) {
    case 'client':
    case 'malformed-address':
      return undefined
    case 'missing-header':
      return expect('no-header', 'nearest', 0)
    case 'chain-exhausted':
      return expect('all-trusted', 'nearest', chain.readCount)
    case 'chain-too-long': {
      const isTooFar = (chain.entries[last]?.reach ?? 0) > MAX_SCANNED
      return expect(isTooFar ? 'scan-limit' : 'too-many-hops', 'onwards', last)
    }
  }
}

function meetsClaim({ claim, at }: Expectation, chain: Chain, answer: string): boolean {
  const entry = chain.entries[at]
  switch (claim) {
    case 'nearest':
      return foldAddress(answer) === (chain.entries[at - 1]?.address ?? chain.request.peer)
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

function isOnwards(at: number, { entries, request }: Chain, answer: string): boolean {
  const reachable = [entries[at - 1]?.address ?? request.peer, ...entries.slice(at).flatMap(readingsOf)]
  return reachable.includes(answer) || reachable.includes(foldAddress(answer))
}

/** What an entry may be taken for by those who are less strict. */
function readingsOf({ sent, received }: Entry): string[] {
  const words = sent.split(/[ \t]+/)
  return [
    received,
    ...words.flatMap((word) => {
      const bare = word.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1').replace(/^([^:]*):\d+$/, '$1')
      return [word, bare, dropZeros(bare), foldAddress(bare)]
    }),
  ]
}
