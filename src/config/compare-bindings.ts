import type { ConfigFault } from './fault-list.ts'
import type { HandedWorker } from './handover-schema.ts'
import { namesOf, type Table } from './wrangler-environment.ts'

/** Kinds of bindings that both sides name. */
const KINDS = ['vars', 'kv_namespaces', 'secrets', 'secrets_store_secrets'] as const

type Kind = (typeof KINDS)[number]

/** What only one side has: the file an environment of which was taken, or Terraform. */
export function compareBindings(path: string, own: Table, given: HandedWorker): readonly ConfigFault[] {
  return KINDS.flatMap((kind) => {
    const inFile = new Set(namesOf(own[kind]))
    const handed = new Set(namesOf(kind === 'secrets' ? { required: given.secrets } : given[kind]))
    return [
      ...[...handed].filter((name) => !inFile.has(name)).map((name) => notInFile(`${path}.${kind}.${name}`, kind)),
      ...[...inFile].filter((name) => !handed.has(name)).map((name) => notHanded(`${path}.${kind}.${name}`, kind)),
    ]
  })
}

function notInFile(path: string, kind: Kind): ConfigFault {
  const rule = 'is handed over, and not in the file'
  return { code: 'MISSING', path, rule, nextStep: NEXT_IN_FILE[kind] }
}

function notHanded(path: string, kind: Kind): ConfigFault {
  const rule = 'is in the file, and not handed over'
  return { code: 'CONTRADICTION', path, rule, nextStep: NEXT_IN_MODULE[kind] }
}

const NEXT_IN_FILE: Readonly<Record<Kind, string>> = {
  vars: 'Write it there, with any value: docs/deploy-ranges.md and docs/key-sources.md say what reads it',
  kv_namespaces: 'Write it there, with any id, and take a Worker that reads it: docs/deploy-ranges.md',
  secrets: 'Add it to secrets.required there',
  secrets_store_secrets: 'Write it there, with any ids, in place of the required secret',
}

const NEXT_IN_MODULE: Readonly<Record<Kind, string>> = {
  vars: 'Take it out, or set the variable of the module cloudflare-edge that makes it (ranges, settings_in_namespace)',
  kv_namespaces: 'Take it out, or set ranges or settings_in_namespace of the module cloudflare-edge',
  secrets: 'Take it out, or set secret_names of the module cloudflare-edge',
  secrets_store_secrets: 'Take it out, or set secrets_store of the module cloudflare-edge',
}
