import { importWrangler } from '../../../src/cli/import-wrangler.ts'

export { importWrangler as loadWrangler }

/** How a test has wrangler run a Worker: on a free port of its own, silent, and with nothing left behind. */
export const QUIET_DEV = {
  server: { hostname: '127.0.0.1', port: 0 },
  inspector: false,
  watch: false,
  persist: false,
  logLevel: 'none',
} as const

/** What of a configuration tests look at, as wrangler fills it in. */
export type WranglerConfig = {
  readonly vars: object
  readonly kv_namespaces: readonly { readonly binding: string }[]
  readonly secrets?: { readonly required?: readonly string[] }
  readonly secrets_store_secrets: readonly { readonly binding: string }[]
  readonly routes?: readonly unknown[]
  readonly triggers: { readonly crons?: readonly string[] | undefined }
}

/** A configuration as wrangler understands it, or one environment of it. */
export async function readAsWrangler(of: { readonly config: string; readonly env?: string }): Promise<WranglerConfig> {
  // Sound: wrangler checks what it reads. Its own types come from a package that it does not install.
  const wrangler = (await importWrangler()) as { readonly unstable_readConfig: (of: object) => WranglerConfig }
  return wrangler.unstable_readConfig(of)
}
