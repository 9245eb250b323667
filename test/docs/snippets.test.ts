import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { pageNamed } from './pages.ts'

const root = resolve(import.meta.dirname, '../..')

/** Joins the TypeScript of a page into one module that stands in the checkout. */
function moduleOf(name: string): string {
  const text = pageNamed(name).text
  const blocks = [...text.matchAll(/^ *```ts\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block)
  return ['declare const jwks: unknown', ...blocks].join('\n')
}

function compile(source: string): string[] {
  const path = join(root, 'test/docs/snippet.ts')
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const readFile = host.getSourceFile.bind(host)
  host.getSourceFile = (file, languageVersion) =>
    file === path ? ts.createSourceFile(file, source, languageVersion) : readFile(file, languageVersion)
  const paths = {
    'ipseal/origin/node': ['./src/origin/node/index.ts'],
    'ipseal/origin/fastify': ['./src/origin/node/fastify.ts'],
    'ipseal/*': ['./src/*/index.ts'],
  }
  const program = ts.createProgram([path], { ...options, paths, noUnusedLocals: false }, host)
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(path))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

/** A compiler starts for each, and on a busy machine takes ten times as long. */
const COMPILE_TIMEOUT_MILLISECONDS = 120_000

test.each(['README.md', 'docs/origin.md', 'docs/proxy-protocol.md', 'docs/proxy-protocol-codec.md'])(
  'the TypeScript in %s compiles against what the package exports',
  (name) => {
    expect(moduleOf(name)).toContain('import ')
    expect(compile(moduleOf(name))).toEqual([])
  },
  COMPILE_TIMEOUT_MILLISECONDS,
)

test('TypeScript that names nothing of the package does not compile', () => {
  expect(compile("import { nothing } from 'ipseal/origin'\n")).not.toEqual([])
})
