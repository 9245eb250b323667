import { join } from 'node:path'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { chooseFeeds } from '../../src/platform/refresh/choose-feeds.ts'
import { readDemand } from '../../src/platform/refresh/read-demand.ts'
import { VENDOR_FEEDS } from '../../src/platform/refresh/vendor-feeds.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import { secretVariable } from '../../src/settings/secret-values.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { type GateResult, judge, type Place } from './gate.ts'

type Table = Readonly<Record<string, unknown>>

/** What an environment does not inherit (Wrangler docs, "Non-inheritable keys"), as far as a Worker of ours may use it. */
const NOT_INHERITED = ['vars', 'secrets', 'secrets_store_secrets', 'kv_namespaces', 'mtls_certificates', 'services']

type Check = {
  readonly file: string
  /** What every environment must end up with, whatever it inherits. */
  readonly production: readonly (readonly [path: string, want: unknown])[]
  /** What is wrong with one environment, which stands at `path` in the file. */
  readonly findOwnFaults: (path: string, environment: Table, config: Table) => Promise<readonly string[]>
}

/** Without an address that no zone setting protects, and with a log. */
const PRODUCTION = [
  ['workers_dev', false],
  ['preview_urls', false],
  ['observability.enabled', true],
] as const

const CHECKS: readonly Check[] = [
  {
    file: 'wrangler.toml',
    // The platform's own line holds every header, client addresses included.
    production: [...PRODUCTION, ['observability.logs.invocation_logs', false]],
    findOwnFaults: findEdgeFaults,
  },
  { file: 'wrangler.refresh-ranges.toml', production: PRODUCTION, findOwnFaults: findRefreshFaults },
]

/** Cloudflare's limit for one variable (Workers docs, Limits). */
const MAX_VARIABLE_LENGTH = 5120

/**
 * Checks what `wrangler deploy` does not: it exits 0 when an environment lacks a binding that the others have, and
 * knows nothing of what the variables have to hold.
 */
export async function checkWranglerConfig({ root }: Place): Promise<GateResult> {
  const checked = await Promise.all(CHECKS.map((check) => checkFile(root, check)))
  return judge('wrangler config', {
    count: checked.reduce((sum, { count }) => sum + count, 0),
    unit: 'environments',
    faults: checked.flatMap(({ faults }) => faults).join('\n'),
  })
}

async function checkFile(root: string, check: Check) {
  const config = await readRawConfig(join(root, check.file))
  const environments = Object.entries(tableAt(config, 'env'))
  const faults = await Promise.all([
    ...environments.map(([name, own]) => findFaults(name, { config, own: asTable(own), check })),
    findVariableFaults('vars', { config, own: config, check }),
  ])
  const wanted = ['staging', 'production'].filter((name) => !(name in tableAt(config, 'env')))
  const absent = wanted.map((name) => `env.${name}: must be there`)
  return { count: environments.length, faults: [...absent, ...faults.flat()].map((fault) => `${check.file}: ${fault}`) }
}

type Environment = { readonly config: Table; readonly own: Table; readonly check: Check }

async function findFaults(name: string, environment: Environment): Promise<readonly string[]> {
  const { config, own, check } = environment
  const missing = NOT_INHERITED.flatMap((kind) => {
    const there = new Set(namesOf(own[kind]))
    return namesOf(config[kind])
      .filter((binding) => !there.has(binding))
      .map((binding) => `${kind}.${binding}`)
  })
  const wrong = check.production.filter(([path, want]) => (valueAt(own, path) ?? valueAt(config, path)) !== want)
  return [
    ...missing.map((binding) => `env.${name}: ${binding} is at the top level and not here, and is not inherited`),
    ...wrong.map(([path, want]) => `env.${name}: ${path} must be ${String(want)}`),
    ...(await findVariableFaults(`env.${name}.vars`, environment)),
  ]
}

/** Says what is wrong with the variables of one environment; the Worker would say the same, after it was deployed. */
async function findVariableFaults(path: string, { config, own, check }: Environment): Promise<readonly string[]> {
  const long = Object.entries(tableAt(own, 'vars')).filter(
    ([, value]) => JSON.stringify(value).length > MAX_VARIABLE_LENGTH,
  )
  const faults = long.map(
    ([name]) => `${path}.${name}: longer than the ${MAX_VARIABLE_LENGTH} bytes that a variable holds`,
  )
  try {
    return [...faults, ...(await check.findOwnFaults(path, own, config))]
  } catch (error) {
    return [...faults, `${path}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

async function findEdgeFaults(path: string, environment: Table): Promise<readonly string[]> {
  const vars = tableAt(environment, 'vars')
  const settings = await readSettings(String(vars.IPSEAL_CONFIG), `${path}.IPSEAL_CONFIG`)
  const { keys } = asTable(JSON.parse(String(vars.IPSEAL_JWKS)))
  publicJwks(Array.isArray(keys) ? keys : [])
  const required = new Set([...namesOf(environment.secrets), ...namesOf(environment.secrets_store_secrets)])
  const absent = secretsOf(settings).filter((secret) => !required.has(secret))
  return absent.map((secret) => `${path}: ${secret} must be a required secret, or one of the Secrets Store`)
}

/** The Worker that refreshes lists: it needs a namespace, a time, and lists that there are, and has no address. */
function findRefreshFaults(path: string, environment: Table, config: Table): Promise<readonly string[]> {
  const vars = tableAt(environment, 'vars')
  const namespaces = namesOf(environment.kv_namespaces)
  const [, binding = ''] = /^kv:([A-Za-z_]\w*)(?:\/|$)/.exec(String(vars.IPSEAL_RANGES)) ?? []
  const crons = valueAt(environment, 'triggers.crons') ?? valueAt(config, 'triggers.crons')
  chooseFeeds(readDemand(JSON.parse(String(vars.IPSEAL_RANGES_FEEDS)), `${path}.IPSEAL_RANGES_FEEDS`), VENDOR_FEEDS)
  return Promise.resolve([
    ...(namespaces.includes(binding) ? [] : [`${path}.IPSEAL_RANGES: must name a namespace of kv_namespaces`]),
    ...(Array.isArray(crons) && crons.length > 0 ? [] : [`${path}: nothing triggers it without triggers.crons`]),
    ...(hasAddress(environment) || hasAddress(config) ? [`${path}: it answers nobody, so it has no routes`] : []),
  ])
}

function hasAddress(environment: Table): boolean {
  return 'routes' in environment || 'route' in environment
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
