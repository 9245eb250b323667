import { relative } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import type { ZippedFile } from './zip-files.ts'

/** What a runtime loads first, and where it looks for `handler`. */
const ENTRY = 'index.mjs'

export type Bundle = {
  readonly files: readonly ZippedFile[]
  /** The source files that came together in it, relative to the root. */
  readonly inputs: readonly string[]
  /** Those that are loaded before the handler can be called; the others wait until they are asked for. */
  readonly eagerInputs: readonly string[]
  /** The modules of Node's own that are loaded with them. */
  readonly eagerBuiltins: readonly string[]
  readonly eagerBytes: number
}

export type BundleOptions = {
  readonly root: string
  readonly source: string
  /** A JSON text of variables to build in; without it there are none. */
  readonly variables?: string | undefined
}

const LAMBDA: BuildOptions = {
  bundle: true,
  minify: true,
  // What is imported dynamically, the AWS SDK above all, stays in files of its own, which a cold start does not read.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // The SDK as modules: as CommonJS it comes in one piece, and calls a `require` that modules do not have.
  mainFields: ['module', 'main'],
  // Names of chunks are made from paths, which must not tell where node_modules really is.
  preserveSymlinks: true,
  entryNames: 'index',
  chunkNames: 'chunks/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  outdir: 'bundle',
  write: false,
  metafile: true,
  // What is wrong is in the error that it throws.
  logLevel: 'silent',
}

/** Bundles a function for Lambda's Node as modules: the entry, and chunks for what is loaded when it is needed. */
export async function bundleFunction({ root, source, variables }: BundleOptions): Promise<Bundle> {
  const { outputFiles = [], metafile = { inputs: {}, outputs: {} } } = await build({
    ...LAMBDA,
    absWorkingDir: root,
    entryPoints: [source],
    define: variables === undefined ? {} : { IPSEAL_BAKED: JSON.stringify(variables) },
  })
  const eager = eagerOutputs(metafile)
  return {
    files: outputFiles.map(({ path, contents }) => ({
      name: relative('bundle', relative(root, path)),
      bytes: contents,
    })),
    inputs: Object.keys(metafile.inputs),
    eagerInputs: eager.flatMap(({ inputs }) => Object.keys(inputs)),
    eagerBuiltins: [...new Set(eager.flatMap(({ imports }) => imports.filter(isEagerBuiltin).map(({ path }) => path)))],
    eagerBytes: eager.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

type Import = Metafile['outputs'][string]['imports'][number]

function isEagerBuiltin({ kind, external }: Import): boolean {
  return external === true && kind !== 'dynamic-import'
}

/** The entry, and what it imports in any number of steps, dynamic imports excepted. */
function eagerOutputs({ outputs }: Metafile): readonly Metafile['outputs'][string][] {
  const seen = new Set([`bundle/${ENTRY}`])
  for (const path of seen) {
    for (const { kind, path: imported, external } of outputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import' && external !== true) seen.add(imported)
    }
  }
  return [...seen].flatMap((path) => outputs[path] ?? [])
}
