import { type Bundle, bundleFunction } from './bundle-function.ts'
import { buildCloudFrontFunction } from './cloudfront-function.ts'
import { DEPLOYABLES, type Deployable } from './deployables.ts'
import { bundleProgram } from './node-program.ts'
import { buildWorkerModule } from './worker-module.ts'
import { zipFiles } from './zip-files.ts'

export type Built = Deployable & {
  readonly bytes: Uint8Array
  /** What is in a zip; the other forms are one file. */
  readonly bundle: Bundle | undefined
  /** The source map of a module, to lie beside it under its name and `.map`. */
  readonly map?: string
}

export type BuildDeployables = {
  readonly root: string
  /** Variables for the function whose platform has no environment, as a JSON text. */
  readonly baked?: string | undefined
}

/** Builds every function as it is deployed. The same sources and options give the same bytes. Throws if one is no program. */
export function buildDeployables(
  options: BuildDeployables,
  deployables: readonly Deployable[] = DEPLOYABLES,
): Promise<readonly Built[]> {
  return Promise.all(deployables.map((deployable) => buildDeployable(deployable, options)))
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
    case 'worker-module': {
      const { file, source, isScheduled: keepsFaultText } = deployable
      const { code, map } = await buildWorkerModule({ root, source, mapFile: `${file}.map`, keepsFaultText })
      return { ...deployable, bytes: new TextEncoder().encode(code), bundle: undefined, map }
    }
    case 'node-program':
      return { ...deployable, bytes: await bundleProgram(root, deployable.source), bundle: undefined }
    case 'cloudfront-function': {
      const { code } = await buildCloudFrontFunction(root)
      return { ...deployable, bytes: new TextEncoder().encode(code), bundle: undefined }
    }
  }
}
