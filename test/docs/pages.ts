import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFiles, type SourceFile } from '../../tools/gates/list-files.ts'
import { ROOT } from '../cli/run-cli.ts'

/** A fenced block: what stands behind its opening fence, its text, and where it begins. */
export type Block = { readonly at: string; readonly page: string; readonly info: string; readonly body: string }

/** Every page for people, the README included once it is there. */
export const pages: readonly SourceFile[] = readFiles(ROOT, ['**/*.md', '.github/**/*.md'])

const FENCE = /^```([^\n]*)\n(.*?)^```$/gms

export function blocksOf({ path, text }: SourceFile): readonly Block[] {
  return [...text.matchAll(FENCE)].map(({ index, 1: info = '', 2: body = '' }) => {
    return { at: `${path}:${text.slice(0, index).split('\n').length}`, page: path, info, body }
  })
}

/** The page without its blocks. */
export function proseOf({ text }: SourceFile): string {
  return text.replace(FENCE, '')
}

export function pageNamed(path: string): SourceFile {
  return pages.find((page) => page.path === path) ?? { path, text: '' }
}

/** The rows of every table of a page that has these column heads, as the text of their cells. */
export function rowsUnder(page: SourceFile, heads: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let isInside = false
  for (const line of proseOf(page).split('\n')) {
    if (line === heads) isInside = true
    else if (!line.startsWith('|')) isInside = false
    else if (isInside && !line.startsWith('|---')) rows.push(cellsOf(line))
  }
  return rows
}

function cellsOf(line: string): string[] {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
  return cells.slice(1, -1)
}

/** What a cell holds between backquotes, if that is all it holds. */
export function codeIn(cell: string | undefined): string {
  return /^`([^`]*)`$/.exec(cell ?? '')?.[1] ?? ''
}

/** The members of a union of strings, read from the source that declares it: types are gone when tests run. */
export function unionMembers(path: string, type: string): readonly string[] {
  return [...declarationOf(path, type).matchAll(/'([^']+)'/g)].map(([, member = '']) => member)
}

/** The names of an object type's own members, read from its source too. */
export function memberNames(path: string, type: string): readonly string[] {
  return [...declarationOf(path, type).matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name)
}

/** The text of a type without its comments, up to whatever stands on the left margin next. */
function declarationOf(path: string, type: string): string {
  const source = readFileSync(join(ROOT, path), 'utf8').replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
  return source.split(`export type ${type} =`)[1]?.split(/\n(?=[^\s|])/)[0] ?? ''
}
