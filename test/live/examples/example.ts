/** One example as it runs: on one port as it is written, on the other with the clock that a test sets. */
export type RunningExample = {
  /** The system's clock. */
  readonly port: number
  /** `X-Test-Now` is the time in Unix seconds, and where there is a verifier to ask, `X-Test-Bind` what it demands. */
  readonly steeredPort: number
  /** For what cannot read the time there: told of it before a request, and of undefined after it. */
  readonly setTime?: (nowSeconds: number | undefined) => void
  readonly stop: () => Promise<void>
}

/** A running example, or why it cannot run here. */
export type StartedExample = RunningExample | { readonly missing: string }

/** Where an example answers otherwise than the contract, by the name of the vector. */
export type Deviations = Readonly<Record<string, Deviation>>

/** What it answers: a refusal, or the address that it hands over; and the reason, as docs/other-languages.md words it. */
export type Deviation = { readonly answers: 'refuse' | (string & {}); readonly because: string }
