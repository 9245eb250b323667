/** Something whose cost is measured: `run` does `operations` operations and returns a sum over their results. */
export type Candidate = { readonly operations: number; readonly run: () => number }

/** CPU nanoseconds of one operation, one figure per round. */
export type Samples = ReadonlyMap<Candidate, readonly number[]>

export type Estimate = { readonly median: number; readonly low: number; readonly high: number }

const BATCH_MICROSECONDS = 10_000
const WARM_UP_MICROSECONDS = 200_000

/**
 * Measures all candidates in turn, round after round, so that whatever slows the machine down meets them all alike.
 *
 * CPU time, since elapsed time tells more of the machine's other work. Each round goes the other way round, and each
 * candidate is warm before the first.
 */
export function runInterleaved(candidates: readonly Candidate[], rounds: number): Samples {
  const repeats = new Map(candidates.map((candidate) => [candidate, warmUp(candidate)]))
  const samples = new Map(candidates.map((candidate) => [candidate, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const candidate of round % 2 === 0 ? candidates : candidates.toReversed()) {
      const times = repeats.get(candidate) ?? 1
      samples.get(candidate)?.push((cpuMicroseconds(candidate, times) * 1000) / (times * candidate.operations))
    }
  }
  return samples
}

/** The median of `over / under` over the rounds, with the 95 % interval of that median. */
export function ratioOf(samples: Samples, over: Candidate, under: Candidate): Estimate {
  const numerators = samples.get(over) ?? []
  const denominators = samples.get(under) ?? []
  return estimateMedian(numerators.map((value, i) => value / (denominators[i] ?? Number.NaN)))
}

/**
 * The median with an interval that holds it with at least 95 % probability, whatever the distribution: as many figures
 * lie below the true median as tosses of a fair coin show heads, which fixes the ranks between which it must lie.
 */
export function estimateMedian(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = outerRank(sorted.length)
  const at = (index: number): number => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
  return { median, low: at(rank), high: at(sorted.length - 1 - rank) }
}

/** The largest index whose order statistic, with its mirror image, still encloses the median at 95 %. */
function outerRank(count: number): number {
  let probability = 0.5 ** count
  let tail = probability
  let rank = 0
  while (tail <= 0.025) {
    probability *= (count - rank) / (rank + 1)
    tail += probability
    rank++
  }
  return Math.max(0, rank - 1)
}

function warmUp(candidate: Candidate): number {
  let times = 1
  let spent = cpuMicroseconds(candidate, times)
  for (let total = spent; total < WARM_UP_MICROSECONDS; total += spent) {
    if (spent < BATCH_MICROSECONDS / 2) times *= 2
    spent = cpuMicroseconds(candidate, times)
  }
  return Math.max(1, Math.round((times * BATCH_MICROSECONDS) / spent))
}

function cpuMicroseconds(candidate: Candidate, times: number): number {
  const before = process.cpuUsage()
  let sum = 0
  for (let i = 0; i < times; i++) sum += candidate.run()
  const { user, system } = process.cpuUsage(before)
  // The sum is looked at, or an optimiser would be right to leave out the work.
  if (Number.isNaN(sum)) throw new RangeError('a candidate returned no sum')
  return user + system
}
