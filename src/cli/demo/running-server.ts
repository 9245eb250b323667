/** A part of the path that listens on 127.0.0.1. */
export type RunningServer = {
  readonly port: number
  /** Ends it with all its connections. */
  readonly close: () => Promise<void>
}
