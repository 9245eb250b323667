import { ConfigError, type ConfigFault } from './fault-list.ts'
import { isObject } from './parse-document.ts'
import { adviseName } from './suggest-name.ts'

/** A configuration of wrangler, or a part of it, as somebody wrote it. */
export type Table = Readonly<Record<string, unknown>>

/** What an environment takes over from the top level unless it has its own (Wrangler docs, Configuration). */
const INHERITED = new Set([
  '$schema',
  'account_id',
  'assets',
  'base_dir',
  'build',
  'cache',
  'compatibility_date',
  'compatibility_flags',
  'compliance_region',
  'find_additional_modules',
  'keep_names',
  'keep_vars',
  'limits',
  'logpush',
  'main',
  'minify',
  'name',
  'no_bundle',
  'observability',
  'placement',
  'preserve_file_names',
  'preview_urls',
  'route',
  'routes',
  'rules',
  'send_metrics',
  'triggers',
  'tsconfig',
  'upload_source_maps',
  'workers_dev',
])

/** What it does not, and what is for `wrangler dev` alone. */
const NOT_INHERITED = new Set([
  'ai',
  'analytics_engine_datasets',
  'browser',
  'd1_databases',
  'define',
  'dev',
  'dispatch_namespaces',
  'durable_objects',
  'env',
  'hyperdrive',
  'images',
  'kv_namespaces',
  'mtls_certificates',
  'pipelines',
  'queues',
  'r2_buckets',
  'ratelimits',
  'secrets',
  'secrets_store_secrets',
  'send_email',
  'services',
  'tail_consumers',
  'unsafe',
  'vars',
  'vectorize',
  'version_metadata',
  'vpc_networks',
  'vpc_services',
  'workflows',
])

/**
 * One environment of a configuration as a configuration of its own, which needs no `--env` and holds nothing of the others.
 *
 * A key of the top level about which it is not known here whether it is inherited is refused: left out or taken over
 * wrongly it would change what is deployed.
 *
 * @throws ConfigError
 */
export function takeEnvironment(config: Table, name: string): Table {
  const environments = isObject(config.env) ? config.env : {}
  const own = Object.hasOwn(environments, name) ? environments[name] : undefined
  if (!isObject(own)) throw new ConfigError([noEnvironment(name, Object.keys(environments))])
  const top = Object.entries(config).filter(([key]) => !NOT_INHERITED.has(key) && !Object.hasOwn(own, key))
  const unknown = top.filter(([key]) => !INHERITED.has(key)).map(([key]) => unknownKey(key, name))
  if (unknown.length > 0) throw new ConfigError(unknown)
  return { ...Object.fromEntries(top), ...own }
}

/** The names of bindings of one kind: they stand in lists of tables, variables in a table, and secrets in a list of names. */
export function namesOf(bindings: unknown): readonly string[] {
  if (Array.isArray(bindings)) return bindings.map((item: unknown) => (isObject(item) ? String(item.binding) : ''))
  const table = isObject(bindings) ? bindings : {}
  return Array.isArray(table.required) ? table.required.map(String) : Object.keys(table)
}

/** The names of the secrets of an environment, wherever they are kept. */
export function secretsIn({ secrets, secrets_store_secrets: stored }: Table): readonly string[] {
  return [...namesOf(secrets), ...namesOf(stored)]
}

function noEnvironment(name: string, names: readonly string[]): ConfigFault {
  const nextStep = names.length === 0 ? `Write [env.${name}]` : adviseName(name, names)
  return { code: 'UNKNOWN_NAME', path: `env.${name}`, rule: 'must be there', nextStep }
}

function unknownKey(key: string, name: string): ConfigFault {
  const rule = 'stands at the top, and whether an environment inherits it is not known'
  return { code: 'UNKNOWN_KEY', path: key, rule, nextStep: `Write it into [env.${name}]` }
}
