import { posix } from 'node:path'
import type { CompiledFile } from '../../src/compile/compiled.ts'

const VERIFIER_DOCUMENT = 'ipseal.verifier.json'
const VERIFIER_FOLDER = 'infra/kubernetes/verifier'

/** The files that are Kubernetes objects through and through, as `kubectl` takes them. */
export function manifestsOf(files: readonly CompiledFile[]): readonly string[] {
  return files.filter(isManifest).map(({ path }) => path)
}

/** The kustomizations that a compiled folder takes: of its manifests, and of the verifier service where it is asked. */
export function writeKustomizations(folder: string, files: readonly CompiledFile[]): readonly CompiledFile[] {
  const manifests = manifestsOf(files)
  const document = files.find(({ path }) => path === VERIFIER_DOCUMENT)
  return [
    ...(manifests.length === 0 ? [] : [{ path: 'kustomization.yaml', text: kustomization(manifests) }]),
    ...(document === undefined ? [] : verifierOverlay(folder, document)),
  ]
}

function kustomization(manifests: readonly string[]): string {
  const lines = ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', 'resources:']
  return `${[...lines, ...manifests.map((path) => `- ${path}`)].join('\n')}\n`
}

/** The document is there twice: kustomize reads no file above the folder of a kustomization. */
function verifierOverlay(folder: string, document: CompiledFile): readonly CompiledFile[] {
  const base = posix.relative(`${folder}/verifier`, VERIFIER_FOLDER)
  const text = `# The verifier service with the document of this path.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ipseal
resources:
- ${base}
configMapGenerator:
- name: ipseal-verifier
  behavior: replace
  files:
  - ${VERIFIER_DOCUMENT}
`
  return [
    { path: 'verifier/kustomization.yaml', text },
    { ...document, path: `verifier/${VERIFIER_DOCUMENT}` },
  ]
}

function isManifest({ path, text }: CompiledFile): boolean {
  if (!path.endsWith('.yaml')) return false
  return text.split(/^---$/m).every((document) => /^apiVersion: /m.test(document) && /^kind: /m.test(document))
}
