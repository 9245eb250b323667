import { escapeText } from '../fault/escape-text.ts'
import { checkKeySetText, checkSettingsText } from './check-worker-texts.ts'
import type { ConfigFault } from './fault-list.ts'
import type { HandedWorker, Handover, WorkerKind } from './handover-schema.ts'
import { isObject } from './parse-document.ts'
import { secretsIn, type Table } from './wrangler-environment.ts'

type Facts = {
  readonly kind: WorkerKind
  /** The environment as the file has it. */
  readonly own: Table
  readonly given: HandedWorker
  readonly handover: Handover
}

/** Cloudflare's limit for one variable (Workers docs, Limits). */
const MAX_VARIABLE_BYTES = 5120
const READS_NO_STORE = /(?:^|\/)cloudflare-worker\.mjs$/
/** Ids of this project's own files, which stand for nothing. */
const EXAMPLE_ID = /^0{24}/
/** Addresses of a Worker that no setting of the zone protects: no firewall, no client certificate. */
const CLOSED = ['workers_dev', 'preview_urls']

/** What is wrong with a configuration whose bindings agree: it would open a way past the zone, or never start. */
export async function checkFilled(filled: Table, facts: Facts): Promise<readonly ConfigFault[]> {
  const vars = isObject(filled.vars) ? filled.vars : {}
  const { kind, given, handover } = facts
  return [
    ...CLOSED.flatMap((key) => (filled[key] === false ? [] : [mustBeClosed(key)])),
    ...placeFaults(facts),
    ...(kind === 'edge' ? storeFaults(filled.main, vars) : []),
    ...Object.entries(vars).flatMap(([name, value]) => lengthFaults(name, value)),
    ...given.kv_namespaces.flatMap(({ binding, id }) => (EXAMPLE_ID.test(id) ? [exampleId(binding)] : [])),
    ...('IPSEAL_JWKS' in vars ? checkKeySetText(String(vars.IPSEAL_JWKS)) : []),
    ...('IPSEAL_CONFIG' in vars
      ? await checkSettingsText(String(vars.IPSEAL_CONFIG), { ...handover.assertion, secrets: secretsIn(filled) })
      : []),
  ]
}

/** Where it is deployed to, and what may call it. */
function placeFaults({ kind, own, given, handover }: Facts): readonly ConfigFault[] {
  const contradictions = [
    {
      isThere: own.account_id !== undefined && own.account_id !== handover.account_id,
      path: 'account_id',
      rule: `must be ${handover.account_id}, the account in which Terraform works, or be left out`,
    },
    {
      isThere: kind !== 'edge' && (given.routes.length > 0 || 'routes' in own || 'route' in own),
      path: 'routes',
      rule: 'must not be there for a Worker that answers no request',
    },
    {
      isThere: given.crons.length === 0 && isObject(own.triggers) && 'crons' in own.triggers,
      path: 'triggers.crons',
      rule: 'must not be there for a Worker that nothing triggers',
    },
  ]
  return contradictions.flatMap(({ isThere, path, rule }) =>
    isThere ? [{ code: 'CONTRADICTION', path, rule, nextStep: 'Take it out of the file' }] : [],
  )
}

function storeFaults(main: unknown, vars: Table): readonly ConfigFault[] {
  const stores = ['IPSEAL_RANGES', 'IPSEAL_KEYS'].filter((name) => name in vars)
  if (!READS_NO_STORE.test(String(main))) return []
  return stores.map((name) => ({
    code: 'CONTRADICTION',
    path: `vars.${name}`,
    rule: 'names a store, and this Worker reads none',
    received: `main "${escapeText(String(main))}"`,
    nextStep: 'Take dist/functions/cloudflare-worker-kv.mjs: docs/deploy-ranges.md',
  }))
}

function lengthFaults(name: string, value: unknown): readonly ConfigFault[] {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length
  if (bytes <= MAX_VARIABLE_BYTES) return []
  const rule = `must have at most ${MAX_VARIABLE_BYTES} bytes`
  const nextStep = 'Keep it in Workers KV: settings_in_namespace of the module cloudflare-edge'
  return [{ code: 'OUT_OF_RANGE', path: `vars.${name}`, rule, received: `${bytes}`, nextStep }]
}

function mustBeClosed(key: string): ConfigFault {
  const rule = 'must be false: no setting of the zone protects that address'
  return { code: 'CONTRADICTION', path: key, rule, nextStep: `Write ${key} = false` }
}

function exampleId(binding: string): ConfigFault {
  const rule = 'must be an id of yours, and is that of an example'
  return { code: 'BAD_NAME', path: `kv_namespaces.${binding}.id`, rule, nextStep: 'Apply, and take the output again' }
}
