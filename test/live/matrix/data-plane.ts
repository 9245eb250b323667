import type { Compiled } from '../../../src/compile/index.ts'
import type { GatewayTarget } from '../../../src/compile/target.ts'
import type { Certificate } from '../../origin/certificate.ts'

/** What ran: the product itself, its own translator in front of its data plane, or a data plane that a test configures as it would. */
export type Evidence = 'product' | 'translator' | 'equivalent data plane'

/** Where the compiled files have to send requests, in place of what they name in a cluster. */
export type Places = {
  /** On 127.0.0.1. */
  readonly application: number
  /** The verifier service, by the listeners of the compiled `ipseal.verifier.json`; 0 where there is none. */
  readonly forwardAuth: number
  readonly extAuthz: number
  /** For a plane that ends TLS. */
  readonly certificate: Certificate
}

/** The ways in, as the page calls them. */
export const WAYS = [
  'HTTP/1.1, IPv4',
  'HTTP/1.1, IPv6',
  'HTTP/2, IPv4',
  'HTTP/2, IPv6',
  'HTTP/1.1 over TLS, IPv4',
  'HTTP/1.1 over TLS, IPv6',
  'HTTP/2 over TLS, IPv4',
  'HTTP/2 over TLS, IPv6',
] as const
export type Way = (typeof WAYS)[number]

/** The ports where a plane listens; one port may serve several ways. */
export type WaysIn = Partial<Record<Way, number>>

export type Running = {
  readonly ports: WaysIn
  readonly stop: () => Promise<void>
  /** Takes files in that were compiled for other keys, as an operator would, without a restart that refuses anybody. */
  readonly reload?: (compiled: Compiled) => Promise<void>
  /** What the program says of itself, for the page: `1.40.0`. */
  readonly version?: string
}

export type Missing = { readonly missing: string }

/** Exactly what a plane does otherwise than the table says, and why. */
export type Unlike = Readonly<Record<string, { readonly want: readonly string[]; readonly because: string }>>

/** A compiled line without which a plane is no protection: what it does, and the rows that have to show that it is gone. */
export type Hole = {
  readonly name: string
  /** Text of the compiled files, and what stands there instead. */
  readonly edits: Readonly<Record<string, string>>
  readonly shownBy: readonly string[]
}

/** A target of `ipseal compile` as the matrix runs it. */
export type DataPlane = {
  /** Its row on the page. */
  readonly name: string
  /** A name of `src/compile/targets.ts`; or a target of the test's own, to see the matrix itself at work. */
  readonly target: string | GatewayTarget
  readonly evidence: Evidence
  /** A topology document without its assertion, or with what is unusual about it: see `topologies.ts`. */
  readonly topology: TopologyPart
  /** Why its program is not on this machine, where that is known before anything is started: said once, in place of all tests. */
  readonly missing?: string | undefined
  /** Starts the real program with the compiled files on free ports of 127.0.0.1 and, if it can, ::1. */
  readonly start: (compiled: Compiled, places: Places) => Promise<Running | Missing>
  /** By the name of a row, of a case in gateway-requests.json, or of a vector in assertion-verify.json. */
  readonly unlike?: Unlike
  /** Why there is no port for a way in; a way without a port and without a reason is a fault of the test. */
  readonly lacks?: Partial<Record<Way, string>>
  /** A path on which `start` has turned the gateway's own filter off, as an operator may. */
  readonly openRoute?: string
  readonly holes?: readonly Hole[]
  /** The name under which gateway-requests.json has reasons for this product: `HAProxy`. */
  readonly product?: string
}

/** What a plane says of its path; exempt routes, hosts and keys are the matrix's own. */
export type TopologyPart = {
  readonly path: readonly (string | Readonly<Record<string, unknown>>)[]
  readonly assertion?: Readonly<Record<string, unknown>>
  readonly [key: string]: unknown
}
