import { type Read, refuse } from './shape.ts'

/** As long as the longest prefix can be written: eight groups of four, three digits of length. */
const ENTRY = /^[0-9A-Fa-f.:/]{2,43}$/

/**
 * Reads a text of one prefix or address a line. `#` begins a comment, blank lines are nothing, and nothing else is let
 * through: an error page for people is a fault at its first line.
 *
 * Lines end in LF. CR is refused, though text of that kind is common: the feeds that are known have none, so with one
 * another program writes the file, and that is for a person to see.
 */
export function readLines(body: string): Read<readonly string[]> {
  const entries: string[] = []
  let number = 0
  for (const line of body.split('\n')) {
    number++
    const [beforeComment = ''] = line.split('#', 1)
    const entry = beforeComment.replace(/^[ \t]+|[ \t]+$/g, '')
    if (line.includes('\r')) return refuse(`line ${number}`, 'end in LF alone', line)
    if (entry !== '' && !ENTRY.test(entry)) return refuse(`line ${number}`, 'be one prefix or address', line)
    if (entry !== '') entries.push(entry)
  }
  return entries.length === 0 ? refuse('the body', 'have lines with a prefix', body) : { ok: true, value: entries }
}
