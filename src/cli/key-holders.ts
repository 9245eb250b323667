import { DEFAULT_KEY_WAITS } from '../assertion/key-states.ts'

/** Something that goes on believing, or using, a key that has left the set. */
export type KeyHolder = {
  readonly holder: string
  /** `signs`: it has the private half. `cached`: it lets go by itself. `inline`: it has a copy that somebody must change. */
  readonly holds: 'signs' | 'cached' | 'inline'
  /** The longest it holds on; undefined if that lasts until somebody acts. */
  readonly forSeconds: number | undefined
  /** What ends it, or ends it sooner. */
  readonly release: string
}

/**
 * Who holds a revoked key, and for how long, by the defaults of each product. A gateway appears as often as it has ways
 * to be given keys. Times from: Envoy api docs (RemoteJwks.cache_duration, JwtCacheConfig), Istio release note 30014
 * (PILOT_JWT_PUB_KEY_REFRESH_INTERVAL), Envoy Gateway and kgateway CRDs (cacheDuration).
 */
export const KEY_HOLDERS: readonly KeyHolder[] = [
  {
    holder: 'edges that read this store',
    holds: 'signs',
    forSeconds: DEFAULT_KEY_WAITS.signerTtlSeconds,
    release: 'they have read it within 540 s while it answers; restart or redeploy them to end it now',
  },
  {
    holder: 'edges with the key in IPSEAL_SIGNING_KEY',
    holds: 'signs',
    forSeconds: undefined,
    release: 'set the variable to another key and deploy',
  },
  {
    holder: 'the key set that edges publish, and HTTP caches before it',
    holds: 'cached',
    forSeconds: DEFAULT_KEY_WAITS.signerTtlSeconds + 60,
    release: 'as the edges, and 60 s of Cache-Control; restart the edges, then purge caches',
  },
  {
    holder: 'Istio, jwksUri',
    holds: 'cached',
    forSeconds: 1200,
    release: 'istiod fetches every 20 min; restart istiod to end it now',
  },
  {
    holder: 'Envoy, remote_jwks',
    holds: 'cached',
    forSeconds: 600,
    release: 'cache_duration; restart Envoy to end it now',
  },
  {
    holder: 'Envoy, jwt_cache_config',
    holds: 'cached',
    forSeconds: DEFAULT_KEY_WAITS.tokenLifeSeconds + 60,
    release: 'a token that was verified once is not verified again while it lives, whatever the set says',
  },
  {
    holder: 'Envoy Gateway, remoteJWKS',
    holds: 'cached',
    forSeconds: 300,
    release: 'cacheDuration; restart its proxies to end it now',
  },
  {
    holder: 'kgateway, jwks.remote',
    holds: 'cached',
    forSeconds: 300,
    release: 'cacheDuration; restart its proxies to end it now',
  },
  {
    holder: 'Istio, Envoy, Envoy Gateway or kgateway with the set inline or in a ConfigMap',
    holds: 'inline',
    forSeconds: undefined,
    release: 'apply the configuration with the new set',
  },
  {
    holder: 'Kong',
    holds: 'inline',
    forSeconds: undefined,
    release: 'delete the jwt credential of this kid',
  },
  {
    holder: 'HAProxy, nginx with njs',
    holds: 'inline',
    forSeconds: undefined,
    release: 'remove the PEM and its rule, and reload',
  },
  {
    holder: 'NGINX Plus, auth_jwt_key_file',
    holds: 'inline',
    forSeconds: undefined,
    release: 'replace the file, reload, and wait for auth_jwt_key_cache if it is set',
  },
  {
    holder: 'applications with the verifier of this package',
    holds: 'inline',
    forSeconds: undefined,
    release: 'a set is taken once: restart them with the new one',
  },
]
