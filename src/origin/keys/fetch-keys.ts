import { importKeySet, type KeySet } from '../../assertion/key-set.ts'
import { publicJwks } from '../../assertion/public-jwks.ts'
import { parseJson } from '../../fault/parse-json.ts'
import { type KeySource, type KeySourceEvent, keepKeys } from './key-source.ts'
import { KeySourceFailure, MAX_KEY_SET_BYTES, tooLarge } from './key-source-failure.ts'
import { type KeyTimes, readKeyTimes } from './key-times.ts'
import { readKeyUrl } from './key-url.ts'

export type FetchKeysOptions = Partial<KeyTimes> & {
  /** Told of every load and of keys that are too old. If it throws, its event is lost and nothing else. */
  readonly report?: (event: KeySourceEvent) => void
  /**
   * `allow` takes `http:` to hosts beyond this machine: whoever is on that way then chooses the keys, so have it where
   * something else protects the way, such as the mesh of a cluster. `refuse` by default.
   */
  readonly plainHttp?: 'refuse' | 'allow'
  /** How to fetch, where it is not by the global `fetch`: a service binding, an agent with an own certificate authority. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

/** The signer's hard age too: an hour after the last word of the store neither side goes on by what it once read. */
const DEFAULT_TIMES: KeyTimes = { refreshSeconds: 300, maxAgeSeconds: 3600, timeoutSeconds: 3 }

/** docs/wire-format.md: an unknown `kid` makes a verifier fetch again at most once in 30 s. */
const FLOOR_SECONDS = 30

/**
 * Returns the keys that an edge publishes at `url`, such as `https://edge.example.com/.well-known/ipseal/jwks.json`,
 * fetched when the first request needs them and kept fresh from then on.
 *
 * The URL is trusted with who may sign, so it is https with the certificate checked, and no redirect is followed. A set
 * with a secret (`oct`) is refused whole: what a URL tells everybody can vouch for nobody. So is one of more than 64 KiB,
 * an empty one and one with a `kid` twice; the last good set stays in use then, up to `maxAgeSeconds`. What `Cache-Control`
 * says is not looked at: it can neither keep a revoked key alive nor have the set fetched for each request.
 *
 * @throws OriginError for a URL or times that cannot be meant.
 * @example
 * createVerifier({ keys: fetchKeys('https://edge.example.com/.well-known/ipseal/jwks.json', { report }), … })
 */
export function fetchKeys(url: string | URL, options: FetchKeysOptions = {}): KeySource {
  const { plainHttp = 'refuse', report } = options
  const address = readKeyUrl(url, plainHttp)
  const times = readKeyTimes(options, DEFAULT_TIMES)
  // By way of the global name, which tests and instrumentation replace; some runtimes want no other `this`.
  const send = options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request))
  const load = async (signal: AbortSignal): Promise<KeySet> => {
    const headers = { accept: 'application/jwk-set+json, application/json' }
    const response = await send(address, { headers, redirect: 'manual', signal })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new KeySourceFailure({ reason: 'bad-status', status: response.status })
    }
    return await importPublicSet(await readText(response))
  }
  return keepKeys({ load, times, floorSeconds: FLOOR_SECONDS, report })
}

/** Reads a body up to the limit, whatever Content-Length or a compression says of it. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let length = 0
  let text = ''
  // Leaving the loop early cancels the stream.
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > MAX_KEY_SET_BYTES) throw tooLarge()
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

async function importPublicSet(text: string): Promise<KeySet> {
  const jwks = parseJson(text)
  const keys = await importKeySet(jwks)
  // Sound: whatever importKeySet has taken is {"keys":[…]}.
  publicJwks((jwks as { readonly keys: readonly unknown[] }).keys)
  return keys
}
