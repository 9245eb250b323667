import type { WranglerConfig } from '../worker/load-wrangler.ts'

/** What a Worker finds in its environment, by kind: `vars IPSEAL_CONFIG`; and whether it has routes and times. */
export type BindingNames = readonly string[]

/** The names of one side, in order, so that two sides can be compared by a test. */
export function bindingNames(side: WranglerConfig): BindingNames {
  const { vars, kv_namespaces: kv, secrets, secrets_store_secrets: stored, routes = [], triggers } = side
  return [
    ...Object.keys(vars).map((name) => `vars ${name}`),
    ...kv.map(({ binding }) => `kv_namespaces ${binding}`),
    ...(secrets?.required ?? []).map((name) => `secrets ${name}`),
    ...stored.map(({ binding }) => `secrets_store_secrets ${binding}`),
    ...(routes.length > 0 ? ['routes'] : []),
    ...((triggers.crons ?? []).length > 0 ? ['crons'] : []),
  ].toSorted()
}
