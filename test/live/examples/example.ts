/** One example as it runs: on one port as it is written, on the other with the clock and `bind` that a request names. */
export type RunningExample = {
  /** The system's clock, `bind` none. */
  readonly port: number
  /** `X-Test-Now` is the time in Unix seconds, `X-Test-Bind` what a token must be bound to. */
  readonly steeredPort: number
  readonly stop: () => Promise<void>
}

/** A running example, or why it cannot run here. */
export type StartedExample = RunningExample | { readonly missing: string }

/** Where an example answers otherwise than the contract, by the name of the vector. */
export type Deviations = Readonly<Record<string, Deviation>>

/** What it answers: a refusal, or the address that it hands over; and the reason, as docs/other-languages.md words it. */
export type Deviation = { readonly answers: 'refuse' | (string & {}); readonly because: string }
