import { Document, isMap, isScalar, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { Because, Compact, type Plain } from './because.ts'
import { UNPRINTABLE } from './unprintable.ts'
import { wrapComment } from './wrap-comment.ts'

/** A document of a file, and what is said above it. */
export type YamlDocument = { readonly head?: string; readonly value: Plain }

/** Writes documents as one YAML 1.2 file, every reason above what it is for. Keys keep their order. */
export function writeYaml(documents: readonly YamlDocument[]): string {
  return documents.map(writeDocument).join('---\n')
}

function writeDocument({ head, value }: YamlDocument): string {
  // Kubernetes reads YAML 1.1, where a plain on, off, yes or no is a boolean: what one of the two would misread is quoted.
  const document = new Document(undefined, { schema: 'yaml-1.1' })
  document.contents = toNode(value, 0)
  // Only strings in double quotes have such characters: comments and block literals were rid of them.
  const text = document.toString({ lineWidth: 0, indentSeq: false }).replace(UNPRINTABLE, escaped)
  return head === undefined ? text : `${comment(head, 0)}\n${text}`
}

function comment(text: string, depth: number): string {
  return wrapComment(text, depth)
    .map((line) => `# ${line}`)
    .join('\n')
}

function toNode(value: Plain, depth: number): Node {
  if (value instanceof Because) return withComment(toNode(value.value, depth), value.reason, depth)
  if (value instanceof Compact) return onOneLine(toNode(value.compact, depth))
  if (isList(value)) return toSequence(value, depth)
  if (typeof value === 'object' && value !== null) return toMap(value, depth)
  const scalar = new Scalar(value)
  const type = typeof value === 'string' ? typeOf(value) : undefined
  if (type !== undefined) scalar.type = type
  return scalar
}

/** A newline inside keeps its lines apart, as a key or a script is read by people. */
function typeOf(text: string): Scalar.Type | undefined {
  if (text.replaceAll('\n', '').search(UNPRINTABLE) >= 0) return 'QUOTE_DOUBLE'
  if (!text.includes('\n')) return undefined
  return BLANKS_THAT_COUNT.test(text) ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL'
}

/** A block is told by its indentation, so space at its beginning, or alone in a line, comes back as another text. */
const BLANKS_THAT_COUNT = /^\n*[ \t]|(?:^|\n)[ \t]+(?:\n|$)/

/** As it stands within double quotes. The lines of the file stay. */
function escaped(character: string): string {
  return character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** What is within a node in flow style is in it, too. */
function onOneLine(node: Node): Node {
  if (isMap(node) || node instanceof YAMLSeq) node.flow = true
  return node
}

/** `Array.isArray` says nothing about lists that are readonly. */
function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value)
}

function toSequence(values: readonly Plain[], depth: number): YAMLSeq {
  const sequence = new YAMLSeq()
  for (const value of values) sequence.add(toNode(value, depth + 1))
  sequence.flow = values.length === 0
  return sequence
}

function toMap(members: { readonly [member: string]: Plain }, depth: number): YAMLMap {
  const map = new YAMLMap()
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue
    const key = new Scalar(name)
    if (value instanceof Because) withComment(key, value.reason, depth)
    map.add(new Pair(key, toNode(value instanceof Because ? value.value : value, depth + 1)))
  }
  map.flow = map.items.length === 0
  return map
}

function withComment<Commented extends Node>(node: Commented, reason: string, depth: number): Commented {
  const text = wrapComment(reason, depth)
    .map((line) => ` ${line}`)
    .join('\n')
  if (isScalar(node) || isMap(node) || node instanceof YAMLSeq) node.commentBefore = text
  return node
}
