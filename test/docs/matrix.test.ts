import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import { renderPage } from '../live/matrix/render-page.ts'
import { isWriting, readAllResults } from '../live/matrix/results.ts'

const PATH = join(ROOT, 'docs/matrix.md')
const START = '<!-- from test/vectors/gateway-matrix-results -->\n'
const END = '\n<!-- end -->\n'

test('the page of the matrix says what has been seen, and nothing else', () => {
  const [before = '', rest = ''] = readFileSync(PATH, 'utf8').split(START)
  expect(rest).toContain(END.trimStart())
  const wanted = `${before}${START}\n${renderPage(readAllResults())}\n${END}`
  if (isWriting) writeFileSync(PATH, wanted)
  expect(readFileSync(PATH, 'utf8')).toBe(wanted)
})
