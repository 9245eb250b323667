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
}

const BUNDLE: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'neutral',
  define: { IPSEAL_WORDLESS: 'true' },
  sourcemap: 'external',
  // A map is read where a log is, far from the sources.
  sourcesContent: true,
  outfile: 'cloudflare-worker.mjs',
  write: false,
  metafile: true,
  logLevel: 'silent',
}

/**
 * Builds a Worker as one module, without the words of faults. What esbuild made is minified once more: it leaves each
 * function that is called once as a function, and so is 5 % larger.
 *
 * @throws if the sources are no program.
 */
export async function buildWorkerModule({
  root,
  source,
  plugins = [],
  mapFile,
}: WorkerModuleOptions): Promise<WorkerModule> {
  const bundled = await build({ ...BUNDLE, absWorkingDir: root, entryPoints: [source], plugins })
  const [map, script] = bundled.outputFiles ?? []
  const { code = '', map: minifiedMap = '' } = await minify(script?.text ?? '', {
    module: true,
    ecma: 2020,
    compress: { passes: 3 },
    sourceMap: { content: map?.text ?? '', ...(mapFile === undefined ? {} : { url: mapFile }) },
  })
  // A text, as it was not asked for as an object.
  return {
    code,
    map: typeof minifiedMap === 'string' ? minifiedMap : '',
    inputs: Object.keys(bundled.metafile?.inputs ?? {}),
  }
}
