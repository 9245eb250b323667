import { type BuildOptions, build, type Plugin } from 'esbuild'
import { minify } from 'terser'

export type WorkerModule = {
  readonly code: string
  readonly map: string
  /** The source files that came together in it, relative to the root. */
  readonly inputs: readonly string[]
}

export type WorkerModuleOptions = {
  readonly root: string
  readonly source: string
  readonly plugins?: Plugin[]
  /** Where the map will lie beside the module, to be named in it. */
  readonly mapFile?: string
  /** For a Worker that no client waits for: a fault says what is wrong and what to do, and not its code alone. */
  readonly keepsFaultText?: true | undefined
}

const BUNDLE: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'neutral',
  sourcemap: 'external',
  // A map is read where a log is, far from the sources.
  sourcesContent: true,
  outfile: 'cloudflare-worker.mjs',
  write: false,
  metafile: true,
  logLevel: 'silent',
}

/**
 * Builds a Worker as one module, without the sentences of faults unless it keeps them. What esbuild made is minified once more: it leaves each
 * function that is called once as a function (docs/performance.md says what that weighs).
 *
 * @throws if the sources are no program.
 */
export async function buildWorkerModule({
  root,
  source,
  plugins = [],
  mapFile,
  keepsFaultText,
}: WorkerModuleOptions): Promise<WorkerModule> {
  const define: Record<string, string> = keepsFaultText ? {} : { IPSEAL_WITHOUT_FAULT_TEXT: 'true' }
  const options = { ...BUNDLE, absWorkingDir: root, entryPoints: [source], plugins, define }
  const { outputFiles = [], metafile } = await build(options)
  const textOf = (ending: string): string => {
    const file = outputFiles.find(({ path }) => path.endsWith(ending))
    if (file === undefined) throw new Error(`esbuild made no file that ends in ${ending}`)
    return file.text
  }
  const { code = '', map } = await minify(textOf('.mjs'), {
    module: true,
    ecma: 2020,
    compress: { passes: 3 },
    sourceMap: { content: textOf('.map'), ...(mapFile === undefined ? {} : { url: mapFile }) },
  })
  // terser gives the map as a text unless it is asked for an object.
  if (code === '' || typeof map !== 'string') throw new Error('terser made no module, or no map of it')
  return { code, map, inputs: Object.keys(metafile?.inputs ?? {}) }
}
