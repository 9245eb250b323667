/** The candidate that `name` is most likely a slip of: at most a third of its letters away; undefined if none is. */
function suggestName(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3))
  const near = candidates.map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
  const best = near.filter(({ distance }) => distance <= limit).sort((a, b) => a.distance - b.distance)[0]
  return best?.candidate
}

/** Says what may have been meant, or what there is. */
export function adviseName(name: string, candidates: readonly string[]): string {
  const near = suggestName(name, candidates)
  return near === undefined ? `Use one of: ${candidates.join(', ')}` : `Did you mean "${near}"?`
}

/** Edit distance without regard to case (Levenshtein), bounded by the length that is compared. */
function distanceOf(a: string, b: string): number {
  const [left, right] = [a.slice(0, 64).toLowerCase(), b.toLowerCase()]
  let row = Array.from({ length: right.length + 1 }, (_, i) => i)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
