import type { ConfigFault } from '../config/fault-list.ts'
import type { KeySourceEvent } from '../origin/keys/key-source.ts'
import type { ProxyProtocolEvent } from '../origin/node/proxy-protocol/proxy-protocol-server.ts'
import type { VerifierEvent } from '../origin/verifier-event.ts'
import type { SidecarEvent } from './sidecar/event.ts'
import type { TcpRelayEvent } from './tcp-relay/event.ts'

/** The kinds of ports that the service serves on. */
export type ListenerName = 'forwardAuth' | 'extAuthz' | 'sidecar' | 'tcp' | 'health'

/** Why a start or a reload did not happen. */
export type StartFault = { readonly message: string; readonly faults?: readonly ConfigFault[] }

/** What the service did, for logs and metrics: facts, without the text of any header. */
export type ServiceEvent =
  | { readonly type: 'request'; readonly listener: ListenerName; readonly event: VerifierEvent }
  /** The gateway did not say which request it asked about, and the document needs to know. */
  | { readonly type: 'facts-missing'; readonly listener: ListenerName; readonly mode: 'enforce' | 'observe' }
  | { readonly type: 'connection'; readonly listener: ListenerName; readonly event: ProxyProtocolEvent }
  /** What became of a request behind the verifier. */
  | { readonly type: 'sidecar'; readonly event: SidecarEvent }
  | { readonly type: 'relay'; readonly event: TcpRelayEvent }
  | { readonly type: 'keys'; readonly event: KeySourceEvent }
  | { readonly type: 'listening'; readonly listener: ListenerName; readonly port: number; readonly address: string }
  | { readonly type: 'warning'; readonly fault: ConfigFault }
  | { readonly type: 'started' }
  | { readonly type: 'start-failed'; readonly fault: StartFault }
  | { readonly type: 'reloaded' }
  /** The document that was there before serves on. */
  | { readonly type: 'reload-failed'; readonly fault: StartFault }
  | { readonly type: 'draining'; readonly drainSeconds: number }
  | { readonly type: 'stopped' }
