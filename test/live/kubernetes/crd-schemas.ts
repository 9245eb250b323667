import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

type Schema = { readonly [member: string]: unknown }

type Definition = {
  readonly spec: {
    readonly group: string
    readonly names: { readonly kind: string }
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[]
  }
}

/**
 * Writes a JSON Schema for each version of each CRD of a folder of lists, in which a field that the CRD has not is a fault,
 * and returns where they are, for kubeconform's `-schema-location`.
 *
 * The rules in CEL that a CRD may have are not run.
 */
export function writeCrdSchemas(lists: string, folder: string): string {
  const files = readdirSync(lists).filter((file) => file.endsWith('.json'))
  for (const { spec } of files.flatMap((file) => readList(join(lists, file)))) {
    for (const { name, schema } of spec.versions) {
      const path = join(folder, spec.group, `${spec.names.kind.toLowerCase()}_${name}.json`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, JSON.stringify(tighten(withOwnMembers(schema.openAPIV3Schema))))
    }
  }
  return `${folder}/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`
}

function readList(path: string): readonly Definition[] {
  // Sound: what is in such a folder are lists of CRDs, and a test fails on anything else.
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly items: readonly Definition[] }).items
}

/** What every object has, which not every CRD says. */
function withOwnMembers(schema: Schema): Schema {
  const { properties } = schema
  const own = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } }
  return { ...schema, properties: { ...own, ...(isSchema(properties) ? properties : {}) } }
}

/** An API server drops the fields that a CRD has not, in silence; here they are faults. */
function tighten(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties !== undefined
  return {
    ...schema,
    ...(isSchema(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, tightenIfSchema(one)])),
      ...(!isOpen && { additionalProperties: false }),
    }),
    ...(isSchema(items) && { items: tighten(items) }),
    ...(isSchema(additionalProperties) && { additionalProperties: tighten(additionalProperties) }),
  }
}

function tightenIfSchema(value: unknown): unknown {
  return isSchema(value) ? tighten(value) : value
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
