import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { importKeySet, type KeySet } from '../../../src/assertion/key-set.ts'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { PLAIN_SETTINGS } from '../../settings/plain-settings.ts'
import { loadWrangler, QUIET_DEV } from './load-wrangler.ts'

export const { issuer: ISSUER, audience: AUDIENCE } = PLAIN_SETTINGS

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
  const { unstable_startWorker: start } = await loadWrangler()
  const worker = await start({
    config: 'wrangler.toml',
    bindings: {
      IPSEAL_CONFIG: { type: 'plain_text', value: JSON.stringify(settings) },
      IPSEAL_JWKS: { type: 'plain_text', value: JSON.stringify(published) },
      IPSEAL_SIGNING_KEY: { type: 'secret_text', value: JSON.stringify(jwk) },
    },
    dev: {
      ...QUIET_DEV,
      structuredLogsHandler: ({ message }: { readonly message: string }) => records.push(parseRecord(message)),
    },
  })
  await worker.ready
  const { port } = await worker.url
  return { port: Number(port), keys: await importKeySet(published), records, stop: () => worker.dispose() }
}

function settingsFor(url: string, timeoutSeconds: number): Settings {
  return { ...PLAIN_SETTINGS, origins: [{ match: '*', url, audience: AUDIENCE, timeoutSeconds }] }
}

function parseRecord(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return message
  }
}
