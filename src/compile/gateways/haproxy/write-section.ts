import { wrapComment } from '../../yaml/wrap-comment.ts'

const INDENT = '    '

/** Lines of a section with the reason that stands above them. */
export type Reasoned = { readonly why?: string; readonly lines: readonly string[] }

/** Gives lines their reason. Without lines there is nothing to give a reason for, and nothing is written. */
export function why(reason: string, ...lines: readonly string[]): Reasoned {
  return { why: reason, lines }
}

/** Writes a section of haproxy.cfg: its head, then each group of lines under its reason. */
export function writeSection(head: string, groups: readonly Reasoned[]): string {
  const written = groups.filter(({ lines }) => lines.length > 0).map(writeGroup)
  return `${head}\n${written.join('\n')}`
}

function writeGroup({ why: reason, lines }: Reasoned): string {
  const comment = reason === undefined ? [] : wrapComment(reason, 2).map((line) => `# ${line}`)
  return [...comment, ...lines].map((line) => `${INDENT}${line}\n`).join('')
}

/** One word of haproxy.cfg, whatever is in it: inside single quotes nothing is special (Configuration Manual, 2.2). */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
