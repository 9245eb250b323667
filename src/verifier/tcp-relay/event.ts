import type { ProxyFacts } from '../../origin/node/proxy-protocol/facts.ts'
import type { SourceRejection } from '../../origin/source-proof.ts'
import type { JoinEnd } from '../join-sockets.ts'

/** Why a connection was not relayed. */
export type RelayRefusal =
  /** As a verifier says it: no PROXY header, one that names no client where `local` is `close`, or a source outside. */
  | SourceRejection
  | { readonly reason: 'too-many'; readonly maxConnections: number }
  /** The fields that are to be passed on do not fit into a header that receivers take. */
  | { readonly reason: 'header-too-long' }
  /** `code` is that of Node, such as ECONNREFUSED. */
  | { readonly reason: 'unreachable'; readonly code: string | undefined }
  | { readonly reason: 'connect-timeout' }
  /** The client hung up before there was a connection to the application. */
  | { readonly reason: 'client-gone' }

/** What a relay did with one connection. `facts` hold addresses, so whoever logs them decides on their form. */
export type TcpRelayEvent =
  | { readonly type: 'refused'; readonly facts: ProxyFacts | undefined; readonly refusal: RelayRefusal }
  | { readonly type: 'opened'; readonly facts: ProxyFacts }
  | {
      readonly type: 'closed'
      readonly facts: ProxyFacts
      readonly end: JoinEnd
      /** Payload alone, without headers. */
      readonly bytesFromClient: number
      readonly bytesToClient: number
    }
