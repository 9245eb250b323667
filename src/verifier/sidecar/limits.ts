import { readLimits } from '../read-limits.ts'

/** What bounds a sidecar. Every one has a default. */
export type SidecarLimits = {
  /** Request line and headers, of requests and of responses; 16384 by default, as in Node. Longer ones get 431 or 502. */
  readonly maxHeaderBytes: number
  /** Requests at a time, and with them connections to the application; 1024 by default. The next one gets 503. */
  readonly maxRequests: number
  /** Upgraded connections at a time, which may stay for days; 1024 by default. The next one gets 503. */
  readonly maxUpgrades: number
  /** From the end of a request to the head of the response; 60 by default. Then it is 504. */
  readonly upstreamTimeoutSeconds: number
  /** Without a byte in either direction in the middle of a body, or on an upgraded connection; 300 by default. */
  readonly idleTimeoutSeconds: number
  /** From the first byte of a request to the end of its headers; 15 by default. */
  readonly headersTimeoutSeconds: number
  /** From the first byte of a request to the last of its body; 300 by default. */
  readonly requestTimeoutSeconds: number
  /** How long a connection waits for its next request; 75 by default, longer than load balancers keep theirs. */
  readonly keepAliveSeconds: number
}

const DEFAULTS: SidecarLimits = {
  maxHeaderBytes: 16_384,
  maxRequests: 1024,
  maxUpgrades: 1024,
  upstreamTimeoutSeconds: 60,
  idleTimeoutSeconds: 300,
  headersTimeoutSeconds: 15,
  requestTimeoutSeconds: 300,
  keepAliveSeconds: 75,
}

/** No timeout can be longer: that of Node's timers would wrap around. */
const DAY = 86_400

export function readSidecarLimits(given: Partial<SidecarLimits>): SidecarLimits {
  return readLimits<keyof SidecarLimits>(given, DEFAULTS, {
    // An assertion and the headers of a browser need some 4 KiB.
    maxHeaderBytes: [4096, 1_048_576],
    maxRequests: [1, 100_000],
    maxUpgrades: [0, 100_000],
    upstreamTimeoutSeconds: [0.001, DAY],
    idleTimeoutSeconds: [0.001, DAY],
    headersTimeoutSeconds: [0.001, DAY],
    requestTimeoutSeconds: [0.001, DAY],
    keepAliveSeconds: [0.001, DAY],
  })
}
