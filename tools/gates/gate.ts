/** Where a gate works: the checkout it judges, and an empty directory that it may fill and that nobody keeps. */
export type Place = { readonly root: string; readonly scratch: string }

export type GateResult = {
  readonly name: string
  readonly count: number
  readonly unit: string
  readonly ok: boolean
  readonly output: string
}

export type Gate = (place: Place) => Promise<GateResult>

/**
 * Turns what a gate saw into its result. A gate that looked at nothing is red: a tool that silently finds no files
 * exits 0, and that is how a gate stays green for months while it checks nothing.
 */
export function judge(
  name: string,
  seen: { readonly count: number; readonly unit: string; readonly faults: string },
): GateResult {
  const { count, unit, faults } = seen
  if (faults !== '') return { name, count, unit, ok: false, output: faults.trimEnd() }
  if (count === 0) return { name, count, unit, ok: false, output: `checked 0 ${unit}, so it proves nothing` }
  return { name, count, unit, ok: true, output: '' }
}

export function showLine({ name, count, unit, ok }: GateResult): string {
  return `${ok ? 'green' : 'RED  '}  ${name.padEnd(16)} ${count} ${unit}`
}

/** The number that a tool's own report gives, or 0 when the report has another shape than expected. */
export function readCount(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0)
}
