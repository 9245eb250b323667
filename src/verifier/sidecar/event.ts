/** Why a request was answered by the sidecar itself, without asking the application. */
export type RequestFault =
  /** More than one Host, or one that is no host. */
  | 'bad-host'
  /** Neither a path nor an absolute http URL. */
  | 'bad-target'
  /** Content-Length and Transfer-Encoding that do not say in one way where the body ends. */
  | 'bad-framing'
  /** A transfer coding other than chunked, which would have to be undone to know where the body ends. */
  | 'unknown-coding'
  /** CONNECT, TRACE and TRACK. */
  | 'refused-method'
  /** An upgrade to something else than a WebSocket. */
  | 'refused-upgrade'
  /** A header or a target that node:http takes and does not pass on. */
  | 'not-passable'

/**
 * What a sidecar did with one request after the verifier, which has a report of its own and says there whom it refused.
 * Nothing here holds an address, a path or a header.
 */
export type SidecarEvent =
  /** The application has answered, and the answer is on its way. */
  | { readonly type: 'answered'; readonly status: number }
  | { readonly type: 'turned-away'; readonly status: 400 | 501; readonly fault: RequestFault }
  | { readonly type: 'overloaded'; readonly limit: 'maxRequests' | 'maxUpgrades' }
  /** 502: the application cannot be reached, or what it said is no response. `code` is that of Node, such as ECONNREFUSED. */
  | { readonly type: 'unreachable'; readonly code: string | undefined }
  /** 504. */
  | { readonly type: 'timed-out' }
  /** The client hung up before the response was complete. */
  | { readonly type: 'client-gone' }
  /** The application broke off in the middle of its response, or fell silent: the client gets a broken one too. */
  | { readonly type: 'broken-off'; readonly code: string | undefined }
  /** A kept connection turned out to be closed, and the request went out once more on a new one. */
  | { readonly type: 'retried' }
  | { readonly type: 'upgraded' }
  | { readonly type: 'upgrade-ended' }
