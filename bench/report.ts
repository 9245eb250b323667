import type { Estimate } from './interleave.ts'

/** What a figure must reach; one without a goal is there to be known. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly moreThan: number }

/** One line of the report: goal, median, 95 % interval, and how far the goal is met. */
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

/**
 * A goal is met when the lower end of the interval meets it. For one of at most so much that is the better end, so it is
 * said apart where the whole interval is not within it.
 */
function describeVerdict(goal: Goal, { low, high }: Estimate): string {
  if ('atLeast' in goal) return low >= goal.atLeast ? 'met' : 'NOT MET'
  if ('moreThan' in goal) return low > goal.moreThan ? 'met' : 'NOT MET'
  if (high <= goal.atMost) return 'met'
  return low <= goal.atMost ? 'met by the lower end' : 'NOT MET'
}
