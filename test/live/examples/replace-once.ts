/** Puts a test's own value into an example; what is not there exactly once is a test of something else. */
export function replaceOnce(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((changed, [from, to]) => {
    if (changed.split(from).length !== 2) throw new Error(`"${from}" is not in the example exactly once`)
    return changed.replace(from, () => to)
  }, text)
}
