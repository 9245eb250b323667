/** The part of the standard `fetch` that a refresh needs. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** How a feed is asked. Whatever is left out has the value that is named here. */
export type FetchLimits = {
  /** For one answer from the first byte sent to the last one read, 20: a slow drip ends as silence does. */
  readonly timeoutSeconds?: number
  /** Further attempts after what may pass: a network fault, 429 or 5xx; 3, which is also the most. */
  readonly retries?: number
  /** Before the second attempt, 1; chance makes it up to twice as long, and each further one takes twice the time. */
  readonly pauseSeconds?: number
  /** The longest Retry-After that is waited for, 30; a source that asks for more is left alone until the next refresh. */
  readonly longestPauseSeconds?: number
  /** Lets tests play a provider at `http://127.0.0.1`; false. */
  readonly allowsLoopbackHttp?: boolean
}
