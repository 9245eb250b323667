import { ConfigError, type ConfigFault } from './fault-list.ts'
import { type HandedWorker, type Handover, handoverSchema } from './handover-schema.ts'
import { handoverKeysAt } from './json-schema.ts'
import { parseDocument } from './parse-document.ts'
import { type DocumentShape, shapeFaults } from './shape-faults.ts'

const SHAPE: DocumentShape = { name: 'wrangler', keysAt: handoverKeysAt }

/**
 * Reads what `terraform output -json wrangler` prints.
 *
 * It comes from Terraform's state, which others can write: nothing in it is taken that is not asked for.
 *
 * @throws ConfigError with all faults at once.
 */
export function readHandover(text: string): Handover {
  const value = parseDocument(text)
  const shape = handoverSchema.safeParse(value)
  if (!shape.success) throw new ConfigError(shapeFaults(shape.error.issues, value, SHAPE))
  const faults = Object.entries(shape.data.workers).flatMap(([kind, worker]) =>
    worker === undefined ? [] : findTwice(`workers.${kind}`, worker),
  )
  if (faults.length > 0) throw new ConfigError(faults)
  return shape.data
}

/** A Worker has one environment for variables, secrets and bindings of every other kind. */
function findTwice(path: string, worker: HandedWorker): readonly ConfigFault[] {
  const names = [
    ...Object.keys(worker.vars),
    ...worker.kv_namespaces.map(({ binding }) => binding),
    ...worker.secrets,
    ...worker.secrets_store_secrets.map(({ binding }) => binding),
  ]
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  return [...twice].map((name) => ({
    code: 'TWICE',
    path: `${path}.${name}`,
    rule: 'must be one binding, and is several',
    nextStep: 'Apply the module cloudflare-edge as it is, and take its output',
  }))
}
