import * as z from 'zod'
import { handoverSchema } from './handover-schema.ts'
import { configSchema } from './schema.ts'
import type { KeysAt } from './shape-faults.ts'
import { verifierSchema } from './verifier-schema.ts'

type Node = {
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly [member: string]: unknown
}

/** The JSON Schema (draft 2020-12) of `ipseal.config.json`, made of the schema that reads it. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configSchema, { io: 'input' })
  return { title: 'ipseal.config.json', ...schema }
}

/** The JSON Schema (draft 2020-12) of `ipseal.verifier.json`, likewise. */
export function verifierJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(verifierSchema, { io: 'input' })
  return { title: 'ipseal.verifier.json', ...schema }
}

/** The JSON Schema (draft 2020-12) of what the Terraform module cloudflare-edge hands over, likewise. */
export function handoverJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(handoverSchema, { io: 'input' })
  return { title: 'terraform output -json wrangler', ...schema }
}

/** The keys that `ipseal.config.json` knows at a path. */
export const keysAt: KeysAt = (path) => keysIn(configJsonSchema(), path)

/** The keys that `ipseal.verifier.json` knows at a path. */
export const verifierKeysAt: KeysAt = (path) => keysIn(verifierJsonSchema(), path)

/** The keys that the hand-over knows at a path. */
export const handoverKeysAt: KeysAt = (path) => keysIn(handoverJsonSchema(), path)

/** The keys that a schema has at a path, in any of the forms that may stand there. */
export function keysIn(schema: Readonly<Record<string, unknown>>, path: readonly PropertyKey[]): readonly string[] {
  // Sound: a JSON Schema of objects and lists is such a tree, and every member of a node is optional here.
  let node = schema as Node | undefined
  for (const key of path) node = typeof key === 'number' ? node?.items : node?.properties?.[String(key)]
  return Object.keys(node?.properties ?? {})
}
