import { parseAllDocuments } from 'yaml'
import type { CompiledFile } from '../../src/compile/index.ts'

/** An object of Kubernetes as far as these tests look at it. */
export type ReadManifest = {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
  readonly spec: {
    readonly gatewayClassName?: string
    readonly infrastructure?: { readonly parametersRef: { readonly name: string } }
    readonly listeners?: readonly { readonly name: string }[]
    readonly parentRefs?: readonly object[]
    readonly rules?: readonly { readonly host?: string; readonly backendRefs?: readonly { readonly name: string }[] }[]
    readonly defaultConfiguration?: { readonly targetGroupAttributes: readonly object[]; readonly targetType: string }
  }
}

/** Reads the objects in the YAML files of a target back, as a cluster would. */
export function readManifests(files: readonly CompiledFile[]): readonly ReadManifest[] {
  return files.flatMap(({ path, text }) => {
    if (!path.endsWith('.yaml')) return []
    return parseAllDocuments(text).map((document) => {
      const manifest: ReadManifest = document.toJS()
      return manifest
    })
  })
}

/** The first object of a kind. */
export function firstOf(kind: string, manifests: readonly ReadManifest[]): ReadManifest {
  const found = manifests.find((manifest) => manifest.kind === kind)
  if (found === undefined) throw new RangeError(`no ${kind} was compiled`)
  return found
}
