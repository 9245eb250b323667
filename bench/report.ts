import type { Estimate } from './interleave.ts'

/** What a figure must reach; one without a goal is there to be known. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly moreThan: number }

/** One line of the report: goal, median, 95 % interval, and whether the goal is met, which takes the whole interval. */
export function showFigure(title: string, estimate: Estimate, goal?: Goal): string {
  const [median, low, high] = [estimate.median, estimate.low, estimate.high].map((value) => value.toFixed(2))
  const columns = [
    title.padEnd(54),
    (goal === undefined ? '' : describeGoal(goal)).padEnd(7),
    `${median}`.padStart(7),
    `[${low}, ${high}]`.padEnd(16),
    goal === undefined ? '' : describeVerdict(goal, estimate),
  ]
  return columns.join(' ').trimEnd()
}

function describeGoal(goal: Goal): string {
  if ('atLeast' in goal) return `>= ${goal.atLeast}`
  return 'atMost' in goal ? `<= ${goal.atMost}` : `> ${goal.moreThan}`
}

function describeVerdict(goal: Goal, estimate: Estimate): string {
  return isMet(goal, estimate) ? 'met' : 'NOT MET'
}

function isMet(goal: Goal, { low, high }: Estimate): boolean {
  if ('atLeast' in goal) return low >= goal.atLeast
  return 'atMost' in goal ? high <= goal.atMost : low > goal.moreThan
}
