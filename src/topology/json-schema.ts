import * as z from 'zod'
import { keysIn } from '../config/json-schema.ts'
import type { KeysAt } from '../config/shape-faults.ts'
import { hopSchema, topologySchema } from './topology-schema.ts'

/** The JSON Schema (draft 2020-12) of `ipseal.topology.json`, made of the schema that reads it. */
export function topologyJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(topologySchema, { io: 'input' })
  return { title: 'ipseal.topology.json', ...schema }
}

/** The keys that `ipseal.topology.json` knows at a path; those of a hop stand behind a choice of forms. */
export const topologyKeysAt: KeysAt = (path) => {
  const isHop = path.length === 2 && path[0] === 'path'
  return isHop ? Object.keys(hopSchema.shape) : keysIn(topologyJsonSchema(), path)
}
