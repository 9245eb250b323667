/**
 * A name for a key that is made at `now` (Unix seconds): the day, and a number if a key of that day has it or had it.
 *
 * Two rotations at once come to the same name, so that they make one key and not two.
 */
export function newKeyId(now: number, taken: readonly string[]): string {
  const day = new Date(now * 1000).toISOString().slice(0, 10)
  if (!taken.includes(day)) return day
  let number = 2
  while (taken.includes(`${day}-${number}`)) number++
  return `${day}-${number}`
}
