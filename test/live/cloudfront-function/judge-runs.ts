import { givenBy, refused, sealed } from '../../cloudfront-function/cases.ts'
import { type During, expectRefused, expectSealed } from '../../cloudfront-function/judge-run.ts'
import type { Ran } from '../../cloudfront-function/run-built.ts'

/** Every vector as something to run: first those that are sealed, then those that are refused. */
export const givens = [...sealed, ...refused].map(givenBy)

/** Holds the runs of {@link givens} to their vectors; what fails is told with the name of its vector. */
export async function expectRuns(runs: readonly Ran[], during: During): Promise<void> {
  const ranOf = (index: number): Ran => runs[index] ?? { answer: 'null', log: [] }
  for (const [i, given] of sealed.entries()) {
    await named(given.name, () => expectSealed(given, ranOf(i), during))
  }
  for (const [i, given] of refused.entries()) {
    await named(given.name, () => expectRefused(given, ranOf(sealed.length + i)))
  }
}

async function named(name: string, judge: () => Promise<void>): Promise<void> {
  try {
    await judge()
  } catch (cause) {
    throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** Runs `work` and tells between which whole seconds it took place. */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; during: During }> {
  const now = (): number => Math.floor(Date.now() / 1000)
  const from = now()
  const result = await work()
  return { result, during: { from, to: now() } }
}
