import { DEFAULT_KEY_WAITS } from '../assertion/key-states.ts'

/**
 * How long an edge goes on with the settings and keys it has read, wherever it runs: what a Secrets Store, Workers KV or
 * Parameter Store holds can change under a running process.
 */
export const EDGE_TIMES = {
  softSeconds: 300,
  /**
   * With the minute for which the key set may be cached, and the 20 of istiod, this is the half hour after which a new key
   * signs: no edge publishes an older set while its store answers, however rarely it is asked.
   */
  waitSeconds: 540,
  /** Rotation keeps a key published for as long as any signer may still hold it, so both go by one number. */
  hardSeconds: DEFAULT_KEY_WAITS.signerTtlSeconds,
  /** A Lambda@Edge function at a viewer event ends after 5 s, whatever it waits for. */
  timeoutSeconds: 3,
  retrySeconds: 2,
}
