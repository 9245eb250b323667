import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { importKeySet, type KeySet } from '../../../src/assertion/key-set.ts'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'

export const ISSUER = 'https://edge.example.com'
export const AUDIENCE = 'origin-test'

export type LiveWorker = {
  readonly port: number
  readonly keys: KeySet
  /** The lines that the Worker logged, as JSON. */
  readonly records: readonly unknown[]
  readonly stop: () => Promise<void>
}

/** Starts the Worker as `wrangler dev` does: bundled, in workerd, with its requests to the origin on real sockets. */
export async function startWorker(originUrl: string, timeoutSeconds: number): Promise<LiveWorker> {
  const jwk = await generateSigningJwk('live', 'ES256')
  const published = publicJwks([jwk])
  const settings = await stampSettings(settingsFor(originUrl, timeoutSeconds))
  const records: unknown[] = []
  // Read when wrangler is loaded: the test talks to nobody outside this machine.
  Object.assign(process.env, { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' })
  const { unstable_startWorker: start } = await import('wrangler')
  const worker = await start({
    config: 'wrangler.toml',
    bindings: {
      IPSEAL_CONFIG: { type: 'plain_text', value: JSON.stringify(settings) },
      IPSEAL_JWKS: { type: 'plain_text', value: JSON.stringify(published) },
      IPSEAL_SIGNING_KEY: { type: 'secret_text', value: JSON.stringify(jwk) },
    },
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      watch: false,
      persist: false,
      logLevel: 'none',
      structuredLogsHandler: ({ message }: { readonly message: string }) => records.push(parseRecord(message)),
    },
  })
  await worker.ready
  const { port } = await worker.url
  return { port: Number(port), keys: await importKeySet(published), records, stop: () => worker.dispose() }
}

function settingsFor(url: string, timeoutSeconds: number): Settings {
  return {
    v: 1,
    issuer: ISSUER,
    audience: AUDIENCE,
    trust: [],
    headers: [],
    maxHops: 16,
    ownZones: [],
    pseudoIPv4: 'refuse',
    origins: [{ match: '*', url, audience: AUDIENCE, timeoutSeconds }],
    assertion: { alg: 'ES256', ttlSeconds: 60, bind: 'none', prefix: '' },
    onRefusal: 'refuse',
    wellKnownPath: '/.well-known/ipseal',
    privacy: { logAddress: 'truncated' },
  }
}

function parseRecord(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return message
  }
}
