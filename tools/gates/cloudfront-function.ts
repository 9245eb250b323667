import ts from 'typescript'
import {
  buildCloudFrontFunction,
  bundleCloudFrontFunction,
  MAX_CODE_BYTES,
  SOURCE,
} from '../build-functions/cloudfront-function.ts'
import { type GateResult, judge, type Place } from './gate.ts'

/** Today's language, but with `{ a: a }` left as it is, as the language of the build leaves it. */
const UNTOUCHED = { target: 'esnext', supported: { 'object-extensions': false } }

/**
 * What the runtime has, as far as it is of use here (CloudFront Developer Guide, "JavaScript runtime 2.0 features").
 * Names that it has not, such as `Map` and `at`, pass everything else and fail at the edge alone.
 */
const GLOBALS = new Set(
  `Array Boolean Buffer Date Error JSON Math Number Object RangeError RegExp String SyntaxError TypeError Uint8Array atob
  btoa console decodeURIComponent encodeURIComponent isFinite isNaN parseFloat parseInt`.split(/\s+/),
)
const METHODS = new Set(
  `abs alloc apply assign bind byteLength call ceil charAt charCodeAt codePointAt concat copyWithin create createHash
  createHmac digest endsWith entries equals every exec fill filter find findIndex floor forEach freeze from fromCharCode
  get getTime hasOwnProperty includes indexOf isArray isFinite isInteger isNaN isSafeInteger join keys kvs lastIndexOf log
  map match max min now padEnd padStart parse parseFloat parseInt pop push reduce reduceRight repeat replace replaceAll
  reverse round search shift slice some sort splice split startsWith stringify subarray substring test toISOString
  toLowerCase toString toUpperCase trim trimEnd trimStart trunc unshift update values`.split(/\s+/),
)

/** Builds the CloudFront Function and judges what the runtime would only say when it runs. */
export async function checkCloudFrontFunction({ root }: Place): Promise<GateResult> {
  const name = 'cloudfront function'
  try {
    const { code } = await buildCloudFrontFunction(root)
    const source = ts.createSourceFile('function.js', code, ts.ScriptTarget.Latest, true)
    const functions = source.statements.filter(ts.isFunctionDeclaration)
    const faults = [
      ...findRewritten(await bundleCloudFrontFunction(root, UNTOUCHED), code),
      ...findUnknown(source),
      ...(functions.some(isHandler) ? [] : [`${SOURCE}: must declare a function "handler" that takes the event`]),
    ]
    const unit = `functions, ${Buffer.byteLength(code)} of ${MAX_CODE_BYTES} bytes`
    return judge(name, { count: functions.length, unit, faults: faults.join('\n') })
  } catch (error) {
    const faults = error instanceof Error ? error.message : String(error)
    return judge(name, { count: 0, unit: 'functions', faults })
  }
}

/** esbuild refuses some of what the runtime lacks, and quietly rewrites the rest into what nobody has read. */
function findRewritten(untouched: string, code: string): readonly string[] {
  const built = new Set(code.split('\n'))
  const lost = untouched.split('\n').filter((line) => !built.has(line) && !/^(?:export \{| {2}handler|\};)$/.test(line))
  return lost.map((line) => `${SOURCE}: the runtime lacks what this is written in: ${line.trim()}`)
}

function isHandler({ name, parameters }: ts.FunctionDeclaration): boolean {
  return name?.text === 'handler' && parameters.length === 1
}

function findUnknown(source: ts.SourceFile): readonly string[] {
  const nodes = descend(source)
  const calls = nodes.filter((node) => ts.isCallExpression(node) || ts.isNewExpression(node))
  const callees = calls.map(({ expression }) => expression)
  const methods = callees.filter(ts.isPropertyAccessExpression)
  const declared = new Set(nodes.flatMap(declaredName))
  const users = [...callees, ...methods.map(({ expression }) => expression)].filter(ts.isIdentifier)
  const unknown = [
    ...methods.filter(({ name }) => !METHODS.has(name.text)),
    ...users.filter(({ text }) => !declared.has(text) && !GLOBALS.has(text)),
  ]
  return [
    ...unknown.map((node) => `${SOURCE}: the runtime may have no ${node.getText()}`),
    ...nodes.filter(isNestedAsync).map((node) => `${SOURCE}: async stands at the top level alone: ${node.getText()}`),
    ...nodes.filter(isAwaitedArgument).map((node) => `${SOURCE}: no argument is awaited: ${node.parent.getText()}`),
  ]
}

function descend(node: ts.Node): readonly ts.Node[] {
  const below: ts.Node[] = []
  ts.forEachChild(node, (child) => {
    below.push(...descend(child))
  })
  return [node, ...below]
}

function declaredName(node: ts.Node): readonly string[] {
  const isBinding =
    ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node) || ts.isImportClause(node)
  return isBinding && node.name !== undefined && ts.isIdentifier(node.name) ? [node.name.text] : []
}

/** "async arguments and closures are not supported" (the same guide, "Use async and await"). */
function isNestedAsync(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || !ts.canHaveModifiers(node)) return false
  const isAsync = ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true
  return isAsync && !(ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent))
}

function isAwaitedArgument(node: ts.Node): boolean {
  if (!ts.isAwaitExpression(node)) return false
  const outer = ts.findAncestor(node.parent, (above) => ts.isStatement(above) || isCallOn(above, node))
  return outer !== undefined && !ts.isStatement(outer)
}

/** True of a call that has `node` among its arguments, and not in what it calls. */
function isCallOn(above: ts.Node, node: ts.Node): boolean {
  if (!ts.isCallExpression(above) && !ts.isNewExpression(above)) return false
  return above.arguments?.some((argument) => argument.pos <= node.pos && node.end <= argument.end) === true
}
