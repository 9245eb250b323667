import ts from 'typescript'
import type { SourceFile } from './list-files.ts'

/** A header name that stands in a source as one that is sent. */
export type WrittenHeader = { readonly name: string; readonly at: string }

/**
 * Finds the names of headers that a source writes for CloudFront: `key: 'Name'` of a line, members of an object that is
 * called `headers` or handed to something called a problem, and assignments to members of `headers`.
 */
export function findWrittenHeaders({ path, text }: SourceFile): readonly WrittenHeader[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: WrittenHeader[] = []
  const add = (node: ts.Node | undefined): void => {
    const name = node === undefined ? undefined : literalName(node)
    if (node === undefined || name === undefined) return
    found.push({ name, at: `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}` })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && literalName(node.name) === 'key') add(node.initializer)
    if (isHeadersObject(node)) for (const member of node.properties) add(member.name)
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      add(memberOfHeaders(node.left))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The text of every string in a source. */
export function findStrings({ path, text }: SourceFile): readonly string[] {
  const strings: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) strings.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  return strings
}

function literalName(node: ts.Node): string | undefined {
  return ts.isStringLiteral(node) || ts.isIdentifier(node) ? node.text : undefined
}

function isHeadersObject(node: ts.Node): node is ts.ObjectLiteralExpression {
  if (!ts.isObjectLiteralExpression(node)) return false
  const owner = ts.findAncestor(node.parent, (parent) => !ts.isConditionalExpression(parent))
  if (owner === undefined) return false
  if (ts.isPropertyAssignment(owner)) return literalName(owner.name) === 'headers'
  return ts.isCallExpression(owner) && /problem$/i.test(owner.expression.getText())
}

function memberOfHeaders(node: ts.Node): ts.Node | undefined {
  const isAccess = ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)
  if (!isAccess || !/(?:^|\.)headers$/.test(node.expression.getText())) return undefined
  return ts.isElementAccessExpression(node) ? node.argumentExpression : node.name
}
