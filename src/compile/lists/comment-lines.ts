/** A head as comments of a language in which they begin with `#`. */
export function commentLines(head: readonly string[]): readonly string[] {
  return head.map((line) => (line === '' ? '#' : `# ${line}`))
}

/** The text of a file of lines. */
export function joinLines(...parts: readonly (readonly string[])[]): string {
  return `${parts.flat().join('\n')}\n`
}
