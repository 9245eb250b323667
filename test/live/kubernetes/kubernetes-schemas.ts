import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { firstLineOf } from '../unpack-debian-package.ts'
import { runGo } from './go-tool.ts'

/** Where the schemas are, for kubeconform's `-schema-location`; or why there are none. */
export type FoundSchemas = { readonly location: string } | { readonly missing: string }

/** Kubernetes publishes its OpenAPI inside its own sources, which are a module of Go's. */
const VERSION = 'v1.34.3'
const FOLDER = resolve(import.meta.dirname, `../../../.cache/kubernetes-schemas-${VERSION}`)

type Schema = { readonly [member: string]: unknown }

/** Writes a schema for each kind of Kubernetes' own, in which an unknown field is a fault. */
export async function findKubernetesSchemas(): Promise<FoundSchemas> {
  try {
    const module: unknown = JSON.parse(await runGo(['mod', 'download', '-json', `k8s.io/kubernetes@${VERSION}`]))
    const folder = module !== null && typeof module === 'object' && 'Dir' in module ? String(module.Dir) : ''
    const openApi: unknown = JSON.parse(readFileSync(join(folder, 'api/openapi-spec/swagger.json'), 'utf8'))
    // Sound: definitions are what an OpenAPI document of this version is made of.
    const { definitions } = openApi as { readonly definitions: Readonly<Record<string, Schema>> }
    const strict = Object.fromEntries(
      Object.entries(definitions).map(([name, schema]) => [name, tighten(name, schema)]),
    )
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(join(FOLDER, 'definitions.json'), JSON.stringify({ definitions: strict }))
    for (const [name, schema] of Object.entries(strict)) writeKind(name, schema)
    return { location: `${FOLDER}/{{.ResourceKind}}{{.KindSuffix}}.json` }
  } catch (error) {
    return { missing: `the OpenAPI of Kubernetes ${VERSION} could not be had with Go: ${firstLineOf(error)}` }
  }
}

type GroupVersionKind = { readonly group: string; readonly version: string; readonly kind: string }

function writeKind(name: string, schema: Schema): void {
  // Sound: the extension is a list of these, where it is there.
  const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as readonly GroupVersionKind[]
  for (const { group, version, kind } of kinds) {
    // As kubeconform names them: the first part of the group, none for the core's.
    const prefix = group === '' ? '' : `${group.split('.', 1)[0]}-`
    const path = join(FOLDER, `${kind.toLowerCase()}-${prefix}${version}.json`)
    writeFileSync(path, JSON.stringify({ $ref: `definitions.json#/definitions/${name}` }))
  }
}

/** Refuses unknown fields where fields are listed, and takes numbers where Kubernetes does. */
function tighten(name: string, schema: Schema): Schema {
  if (name.endsWith('.IntOrString') || name.endsWith('.Quantity')) return { type: ['string', 'number'] }
  const references = JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', '"definitions.json#/definitions/'))
  return 'properties' in schema ? { ...references, additionalProperties: false } : references
}
