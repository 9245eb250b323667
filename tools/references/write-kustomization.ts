import { posix } from 'node:path'
import type { CompiledFile } from '../../src/compile/compiled.ts'
import { isObject } from '../../src/config/parse-document.ts'
import type { CompiledReference } from './compile-references.ts'

const DOCUMENT = 'ipseal.verifier.json'
const KEYS = 'jwks.json'
const VERIFIER_FOLDER = 'infra/kubernetes/verifier'
const HEAD = ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization']

/** The files that are Kubernetes objects through and through. */
export function manifestsOf(files: readonly CompiledFile[]): readonly CompiledFile[] {
  return files.filter(({ path, text }) => {
    return (
      path.endsWith('.yaml') && documentsOf(text).every((one) => /^apiVersion: /m.test(one) && /^kind: /m.test(one))
    )
  })
}

/**
 * The manifests to apply together. Patches of objects that somebody else makes are none, nor is what stands in a folder of
 * its own: that is another way to the same.
 */
export function resourcesOf(files: readonly CompiledFile[]): readonly CompiledFile[] {
  return manifestsOf(files).filter(({ path, text }) => !path.includes('/') && !isPatch(path, text))
}

/** A Service without ports is part of one. */
function isPatch(path: string, text: string): boolean {
  const isPartOfService = documentsOf(text).some((one) => /^kind: Service$/m.test(one) && !/^ +ports:/m.test(one))
  return path.endsWith('-patch.yaml') || isPartOfService
}

/** Who asks the verifier of a compiled folder: gateways ask a service, and a sidecar stands before its application. */
export function verifierOf(files: readonly CompiledFile[]): 'service' | 'sidecar' | undefined {
  const document = files.find(({ path }) => path === DOCUMENT)
  if (document === undefined) return undefined
  const parsed: unknown = JSON.parse(document.text)
  const listen = isObject(parsed) ? parsed.listen : undefined
  return isObject(listen) && 'sidecar' in listen ? 'sidecar' : 'service'
}

/** The kustomizations that a compiled folder takes: of its manifests, and of the verifier service where that is asked. */
export function writeKustomizations({ folder, compiled, reference }: CompiledReference): readonly CompiledFile[] {
  const { files } = compiled
  const resources = resourcesOf(files).map(({ path }) => path)
  const verifier = verifierOf(files)
  const keys = { path: KEYS, text: `${JSON.stringify(reference.input.jwks, undefined, 2)}\n` }
  const { namespace } = reference.input.topology
  const beside = verifier === 'sidecar' ? generator(namespace) : []
  const main = { path: 'kustomization.yaml', text: text([...HEAD, 'resources:', ...resources.map(item), ...beside]) }
  return [
    ...(resources.length === 0 ? [] : [main]),
    ...(verifier === 'sidecar' ? [keys] : []),
    ...(verifier === 'service'
      ? verifierOverlay(folder, [...files.filter(({ path }) => path === DOCUMENT), keys])
      : []),
  ]
}

/** The sidecar’s document, under the name that its patch mounts. */
function generator(namespace: string): readonly string[] {
  return [
    'configMapGenerator:',
    '- name: ipseal-verifier',
    `  namespace: ${namespace}`,
    '  files:',
    `  - ${DOCUMENT}`,
    `  - ${KEYS}`,
    '  options:',
    '    disableNameSuffixHash: true',
  ]
}

/** The documents are there twice: kustomize reads no file above the folder of a kustomization. */
function verifierOverlay(folder: string, documents: readonly CompiledFile[]): readonly CompiledFile[] {
  const lines = [
    '# The verifier service with the document of this path, and the keys that it names.',
    ...HEAD,
    'namespace: ipseal',
    'resources:',
    item(posix.relative(`${folder}/verifier`, VERIFIER_FOLDER)),
    'configMapGenerator:',
    '- name: ipseal-verifier',
    '  behavior: replace',
    '  files:',
    ...documents.map(({ path }) => `  ${item(path)}`),
  ]
  return [
    { path: 'verifier/kustomization.yaml', text: text(lines) },
    ...documents.map((document) => ({ ...document, path: `verifier/${document.path}` })),
  ]
}

function item(name: string): string {
  return `- ${name}`
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

function documentsOf(yaml: string): readonly string[] {
  return yaml.split(/^---$/m)
}
