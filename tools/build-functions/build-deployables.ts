import { build } from 'esbuild'
import { type Bundle, bundleFunction } from './bundle-function.ts'
import { buildCloudFrontFunction } from './cloudfront-function.ts'
import { DEPLOYABLES, type Deployable } from './deployables.ts'
import { bundleVerifier } from './verifier-program.ts'
import { zipFiles } from './zip-files.ts'

export type Built = Deployable & {
  readonly bytes: Uint8Array
  /** What is in a zip; the other forms are one file. */
  readonly bundle: Bundle | undefined
}

export type BuildDeployables = {
  readonly root: string
  /** Variables for the function whose platform has no environment, as a JSON text. */
  readonly baked?: string | undefined
}

/** Builds every function as it is deployed. The same sources and options give the same bytes. Throws if one is no program. */
export function buildDeployables(options: BuildDeployables): Promise<readonly Built[]> {
  return Promise.all(DEPLOYABLES.map((deployable) => buildDeployable(deployable, options)))
}

/** Says which of them their platforms would not take. */
export function findOversize(built: readonly Built[]): readonly string[] {
  return built
    .filter(({ bytes, maxBytes }) => bytes.length > maxBytes)
    .map(({ file, bytes, maxBytes }) => `${file}: ${bytes.length} bytes, the limit is ${maxBytes}`)
}

/** Builds one of them. */
export async function buildDeployable(deployable: Deployable, { root, baked }: BuildDeployables): Promise<Built> {
  switch (deployable.form) {
    case 'lambda-zip': {
      const variables = deployable.takesVariables ? baked : undefined
      const bundle = await bundleFunction({ root, source: deployable.source, variables })
      return { ...deployable, bytes: zipFiles(bundle.files), bundle }
    }
    case 'worker-module':
      return { ...deployable, bytes: await bundleWorker(root, deployable.source), bundle: undefined }
    case 'node-program':
      return { ...deployable, bytes: await bundleVerifier(root, deployable.source), bundle: undefined }
    case 'cloudfront-function': {
      const { code } = await buildCloudFrontFunction(root)
      return { ...deployable, bytes: new TextEncoder().encode(code), bundle: undefined }
    }
  }
}

/** As `wrangler deploy --minify` bundles it. */
async function bundleWorker(root: string, source: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}
