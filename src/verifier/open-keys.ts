import { isKeyUrl } from '../config/is-key-url.ts'
import { fetchKeys } from '../origin/keys/fetch-keys.ts'
import type { KeySource, KeySourceEvent } from '../origin/keys/key-source.ts'
import { readKeyFile } from '../origin/node/key-file.ts'

/** The keys that every verifier of the service shares. */
export type ServiceKeys = {
  readonly source: KeySource
  /** True if there are keys to verify with. Asking it also keeps them fresh while no request comes. */
  readonly areThere: () => Promise<boolean>
  /** Seconds since they were read; undefined while there are none. */
  readonly ageSeconds: () => number | undefined
}

/** Opens what `jwks` of the document names: a URL, or else a file. Nothing is read yet. */
export function openKeys(jwks: string, report: (event: KeySourceEvent) => void): ServiceKeys {
  let loadedAt: number | undefined
  const track = (event: KeySourceEvent): void => {
    if (event.type === 'keys-loaded') loadedAt = nowSeconds()
    if (event.type === 'keys-expired') loadedAt = undefined
    report(event)
  }
  const source = isKeyUrl(jwks) ? fetchKeys(jwks, { report: track }) : readKeyFile(jwks, { report: track })
  return {
    source,
    areThere: async () => (await source.keysAt(nowSeconds())) !== undefined,
    ageSeconds: () => (loadedAt === undefined ? undefined : nowSeconds() - loadedAt),
  }
}

function nowSeconds(): number {
  return Date.now() / 1000
}
