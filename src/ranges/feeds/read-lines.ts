import { type Read, refuse } from './shape.ts'

/** An entry is as long as a prefix can be written: eight groups of four, and three digits of length. */
const LINE = /^([0-9A-Fa-f.:/]{2,43})?[ \t]*(?:#.*)?$/

/**
 * Reads a text of one prefix or address a line. `#` begins a comment, blank lines and space before the end of a line are
 * nothing, and nothing else is let through: an error page for people is a fault at its first line.
 *
 * Lines end in LF. CR is refused, though much text has it: the feeds that are known have none, so where one appears
 * another program has begun to write the file, and that is for a person to see.
 */
export function readLines(body: string): Read<readonly string[]> {
  const entries: string[] = []
  for (const [i, line] of body.split('\n').entries()) {
    if (line.includes('\r')) return refuse(`line ${i + 1}`, 'end in LF alone, without CR', line)
    const match = LINE.exec(line)
    if (match === null) return refuse(`line ${i + 1}`, 'be one prefix or address', line)
    if (match[1] !== undefined) entries.push(match[1])
  }
  return entries.length === 0
    ? refuse('the body', 'have at least one line with a prefix', body)
    : { ok: true, value: entries }
}
