import { createLineSplitter, type Line } from './line-splitter.ts'
import { writeData } from './output.ts'
import { openStdin } from './read-input.ts'

/** Longer than any request that a server takes, headers and all. */
const MAX_LINE_BYTES = 4 * 1024 * 1024

/** Says something about one line; `number` counts from 1. */
export type AnswerLine = (line: Line, number: number) => object

/**
 * Writes one JSON answer for each line of standard input, in their order, and reads no faster than the answers are
 * taken: memory stays the same however long the input is.
 */
export async function answerLines(answer: AnswerLine): Promise<void> {
  const splitter = createLineSplitter(MAX_LINE_BYTES)
  let number = 0
  const answerAll = (lines: readonly Line[]): string => {
    let answers = ''
    for (const line of lines) {
      number++
      answers += `${JSON.stringify(answer(line, number))}\n`
    }
    return answers
  }
  for await (const chunk of openStdin()) await writeData(answerAll(splitter.push(chunk)))
  await writeData(answerAll(splitter.end()))
}

export function describeLongLine(): string {
  return `the line is longer than ${MAX_LINE_BYTES} bytes`
}
