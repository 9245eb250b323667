import { UNPRINTABLE } from './unprintable.ts'

const WIDTH = 110
const INDENT = 2

/** Breaks a text into the lines of a comment, shorter the deeper it stands. Its own line breaks stay. */
export function wrapComment(text: string, depth: number): readonly string[] {
  const width = WIDTH - depth * INDENT
  return text.split('\n').flatMap((paragraph) => wrap(paragraph.replace(UNPRINTABLE, '\ufffd'), width))
}

function wrap(paragraph: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
