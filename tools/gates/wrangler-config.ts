import { join } from 'node:path'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import { secretVariable } from '../../src/settings/secret-values.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { type GateResult, judge, type Place } from './gate.ts'

type Table = Readonly<Record<string, unknown>>

/** What an environment does not inherit (Wrangler docs, "Non-inheritable keys"), as far as a Worker of ours may use it. */
const NOT_INHERITED = ['vars', 'secrets', 'secrets_store_secrets', 'kv_namespaces', 'mtls_certificates', 'services']

/** What every environment must end up with, whatever it inherits. */
const PRODUCTION: readonly (readonly [path: string, want: unknown])[] = [
  ['workers_dev', false],
  ['preview_urls', false],
  ['observability.enabled', true],
  ['observability.logs.invocation_logs', false],
]

/** Cloudflare's limit for one variable (Workers docs, Limits). */
const MAX_VARIABLE_LENGTH = 5120

/**
 * Checks what `wrangler deploy` does not: it exits 0 when an environment lacks a binding that the others have, and
 * knows nothing of what the variables have to hold.
 */
export async function checkWranglerConfig({ root }: Place): Promise<GateResult> {
  const config = await readRawConfig(join(root, 'wrangler.toml'))
  const environments = Object.entries(tableAt(config, 'env'))
  const faults = await Promise.all([
    ...environments.map(([name, own]) => findFaults(name, { config, own: asTable(own) })),
    findVariableFaults('vars', config),
  ])
  const wanted = ['staging', 'production'].filter((name) => !(name in tableAt(config, 'env')))
  const absent = wanted.map((name) => `env.${name}: must be there`)
  return judge('wrangler config', {
    count: environments.length,
    unit: 'environments',
    faults: [...absent, ...faults.flat()].join('\n'),
  })
}

async function findFaults(name: string, { config, own }: { readonly config: Table; readonly own: Table }) {
  const missing = NOT_INHERITED.flatMap((kind) => {
    const there = new Set(namesOf(own[kind]))
    return namesOf(config[kind])
      .filter((binding) => !there.has(binding))
      .map((binding) => `${kind}.${binding}`)
  })
  const wrong = PRODUCTION.filter(([path, want]) => (valueAt(own, path) ?? valueAt(config, path)) !== want)
  return [
    ...missing.map((binding) => `env.${name}: ${binding} is at the top level and not here, and is not inherited`),
    ...wrong.map(([path, want]) => `env.${name}: ${path} must be ${String(want)}`),
    ...(await findVariableFaults(`env.${name}.vars`, own)),
  ]
}

/** Says what is wrong with the variables of one environment; the edge would say the same, after it was deployed. */
async function findVariableFaults(path: string, environment: Table): Promise<string[]> {
  const vars = tableAt(environment, 'vars')
  const long = Object.entries(vars).filter(([, value]) => JSON.stringify(value).length > MAX_VARIABLE_LENGTH)
  const faults = long.map(
    ([name]) => `${path}.${name}: longer than the ${MAX_VARIABLE_LENGTH} bytes that a variable holds`,
  )
  try {
    const settings = await readSettings(String(vars.IPSEAL_CONFIG), `${path}.IPSEAL_CONFIG`)
    const { keys } = asTable(JSON.parse(String(vars.IPSEAL_JWKS)))
    publicJwks(Array.isArray(keys) ? keys : [])
    const required = new Set([...namesOf(environment.secrets), ...namesOf(environment.secrets_store_secrets)])
    const absent = secretsOf(settings).filter((secret) => !required.has(secret))
    return [
      ...faults,
      ...absent.map((secret) => `${path}: ${secret} must be a required secret, or one of the Secrets Store`),
    ]
  } catch (error) {
    return [...faults, `${path}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function secretsOf({ trust, shadow }: Settings): readonly string[] {
  const proofs = [...trust, ...(shadow?.trust ?? [])].flatMap(({ proof }) => proof?.secret ?? [])
  return ['IPSEAL_SIGNING_KEY', ...proofs.map(secretVariable)]
}

/** Bindings stand in lists of tables, variables in a table, and secrets in a list of names. */
function namesOf(bindings: unknown): readonly string[] {
  if (Array.isArray(bindings)) return bindings.map((item) => String(asTable(item).binding))
  const table = asTable(bindings)
  const { required } = table
  return Array.isArray(required) ? required.map(String) : Object.keys(table)
}

async function readRawConfig(path: string): Promise<Table> {
  // Sound: what it returns is looked at as unknown. Its own types come from a package that wrangler does not install.
  const wrangler = (await import('wrangler')) as {
    readonly experimental_readRawConfig: (of: { config: string }) => unknown
  }
  return tableAt(asTable(wrangler.experimental_readRawConfig({ config: path })), 'rawConfig')
}

function valueAt(table: Table, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => asTable(value)[key], table)
}

function tableAt(table: Table, path: string): Table {
  return asTable(valueAt(table, path))
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
