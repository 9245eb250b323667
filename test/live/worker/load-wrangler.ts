/** How a test has wrangler run a Worker: on a free port of its own, silent, and with nothing left behind. */
export const QUIET_DEV = {
  server: { hostname: '127.0.0.1', port: 0 },
  inspector: false,
  watch: false,
  persist: false,
  logLevel: 'none',
} as const

/** Loads wrangler so that it talks to nobody outside this machine, which it decides when it is loaded. */
export async function loadWrangler() {
  Object.assign(process.env, { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' })
  return await import('wrangler')
}
