import type { IncomingMessage } from 'node:http'
import { normaliseHost } from '../../assertion/normalise-host.ts'
import type { HeaderLine } from '../../headers/header-line.ts'
import { remember } from '../../headers/remember.ts'
import { proxyHeaderOf } from '../../origin/node/proxy-protocol/facts.ts'
import type { InboundRequest } from '../../origin/verifier.ts'
import type { RequestFault } from './event.ts'
import { type Body, readBody } from './framing.ts'
import { withoutListed } from './response.ts'
import { readTarget } from './target.ts'
import type { CollectedName, Treatment } from './treatment.ts'

/** A request as it may be passed on, once the verifier has said so. */
export type ReadRequest = {
  readonly method: string
  readonly target: string
  readonly host: string
  /** The lines that the verifier looks at, and that the application never sees. */
  readonly shown: readonly HeaderLine[]
  /** What the application sees: names and values in turn, as in `rawHeaders`. What is set for it goes behind. */
  readonly headers: string[]
  readonly body: Body
  /** What the request says about how the edge was asked. Not vouched for before the assertion is. */
  readonly claimed: { readonly host: string | undefined; readonly proto: string | undefined }
}

type Sorted = {
  readonly shown: readonly HeaderLine[]
  readonly kept: string[]
  readonly collected: Readonly<Record<CollectedName, string | undefined>>
}

/**
 * Reads a request in one walk over its header lines, or says why it can have no answer from the application.
 *
 * A header that has one value is collected by joining its lines with commas, so that a repeated one is no valid value.
 */
export function readRequest(
  request: IncomingMessage,
  treat: (name: string) => Treatment,
  ownAuthority: string,
): ReadRequest | RequestFault {
  const { method = '', httpVersion } = request
  const read = readTarget(method, request.url ?? '')
  if (read === undefined) return 'bad-target'
  const { shown, kept, collected } = sortLines(request.rawHeaders, treat)
  // HTTP/1.0 alone may leave Host out, as health checks do; the application is then asked by its own name.
  if (collected.host === undefined && httpVersion === '1.1') return 'bad-host'
  const host = read.authority ?? collected.host ?? ''
  if (judgeHost(host) === 'invalid' || judgeHost(collected.host ?? '') === 'invalid') return 'bad-host'
  const body = readBody({ method, httpVersion, treat }, collected)
  if (typeof body === 'string') return body
  // Nothing of ours can be dropped by an option: ours is set afterwards, and no Connection of the client's goes on.
  const headers = withoutListed(kept, collected.connection)
  headers.push('Host', host === '' && collected.host === undefined ? ownAuthority : host)
  const claimed = { host: collected['x-forwarded-host'], proto: collected['x-forwarded-proto'] }
  return { method, target: read.target, host, shown, headers, body, claimed }
}

/** The request for the verifier. Of the lines it gets those that it removes, for it passes by all others unread. */
export function asReceived({ method, target, host, shown }: ReadRequest, { socket }: IncomingMessage): InboundRequest {
  return { method, target, host, headers: shown, connection: proxyHeaderOf(socket) }
}

function sortLines(raw: readonly string[], treat: (name: string) => Treatment): Sorted {
  const shown: HeaderLine[] = []
  const kept: string[] = []
  const collected: Record<CollectedName, string | undefined> = {
    connection: undefined,
    'content-length': undefined,
    host: undefined,
    te: undefined,
    trailer: undefined,
    'transfer-encoding': undefined,
    'x-forwarded-host': undefined,
    'x-forwarded-proto': undefined,
  }
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? ''
    const value = raw[i + 1] ?? ''
    const treatment = treat(name)
    if (treatment === 'keep') kept.push(name, value)
    else if (treatment === 'verify') shown.push([name, value])
    else if (treatment !== 'drop') {
      const before = collected[treatment]
      collected[treatment] = before === undefined ? value : `${before},${value}`
    }
  }
  return { shown, kept, collected }
}

/** An empty Host is valid, and is for targets without one (RFC 9112 section 3.2). */
const judgeHost = remember({ entries: 256, keyLength: 64 }, (host): 'valid' | 'invalid' => {
  return host === '' || normaliseHost(host) !== undefined ? 'valid' : 'invalid'
})
