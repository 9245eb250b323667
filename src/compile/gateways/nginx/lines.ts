import { wrapComment } from '../../yaml/wrap-comment.ts'

/** Configuration in nginx's language, one directive or brace a line, each indented as it stands. */
export type Lines = readonly string[]

const INDENT = '    '

/** A block with its lines one level deeper: `block('server', ['listen 80;'])`. */
export function block(head: string, lines: Lines): Lines {
  return [`${head} {`, ...lines.map((line) => (line === '' ? '' : `${INDENT}${line}`)), '}']
}

/** A comment above what follows it: the reason, and the source where it rests on one. */
export function remark(text: string): Lines {
  return wrapComment(text, 0).map((line) => `# ${line}`)
}

/** Blocks with an empty line between them; what has no lines leaves none. */
export function apart(...parts: readonly Lines[]): Lines {
  return parts.filter((part) => part.length > 0).flatMap((part, i) => (i === 0 ? part : ['', ...part]))
}

/** The text of a file. */
export function writeLines(lines: Lines): string {
  return `${lines.join('\n')}\n`
}
