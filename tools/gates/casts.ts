import ts from 'typescript'
import { type GateResult, judge, type Place } from './gate.ts'
import { isData, productFiles, readFiles, type SourceFile } from './list-files.ts'

/** Checks that each `as` in shipped code has a comment beside it or above its statement that can say why it is sound. */
export function checkCasts({ root }: Place): Promise<GateResult> {
  const files = readFiles(root, productFiles).filter(({ path }) => !isData(path))
  const faults = files.flatMap(findUnexplainedCasts)
  return Promise.resolve(judge('casts', { count: files.length, unit: 'files', faults: faults.join('\n') }))
}

function findUnexplainedCasts({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const lines = text.split('\n')
  const faults: string[] = []
  const visit = (node: ts.Node): void => {
    if (isCast(node) && !isExplained(node, source, lines)) {
      const { line } = source.getLineAndCharacterOfPosition(node.type.getStart())
      faults.push(`${path}:${line + 1}: a cast without a comment that says why it is sound`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return faults
}

function isCast(node: ts.Node): node is ts.AsExpression {
  return ts.isAsExpression(node) && node.type.getText() !== 'const'
}

function isExplained(cast: ts.AsExpression, source: ts.SourceFile, lines: readonly string[]): boolean {
  const statement = ts.findAncestor(cast, (node) => ts.isStatement(node) && !ts.isBlock(node))
  const own = source.getLineAndCharacterOfPosition(cast.type.getStart()).line
  const first = source.getLineAndCharacterOfPosition((statement ?? cast).getStart()).line
  return [own, own - 1, first - 1].some((line) => isComment(lines[line] ?? ''))
}

function isComment(line: string): boolean {
  return /(^|\s)\/\/ |^\s*\*|^\s*\/\*/.test(line)
}
