import { normaliseHost } from '../../assertion/normalise-host.ts'
import type { VerifierDocument } from '../../config/verifier-schema.ts'
import type { HeaderLine } from '../../headers/header-line.ts'
import type { InboundRequest } from '../../origin/verifier.ts'

type ForwardAuthDocument = NonNullable<VerifierDocument['listen']['forwardAuth']>

/** The request that a gateway asks about, on the gateway's word. */
export type ForwardedFacts = Pick<InboundRequest, 'method' | 'target' | 'host'>

/**
 * Returns which request a gateway asks about; undefined if it does not say so in the one way of its dialect.
 *
 * A gateway that speaks the dialect writes each of these headers itself, over whatever the client sent. Other spellings
 * and other dialects' headers are the client's and are not looked at, and a repeated one is nobody's word. What the
 * headers say is not decoded: it is compared byte by byte with what the edge signed or an exemption names.
 */
export function readForwardedFacts(
  asked: InboundRequest,
  { dialect, pathPrefix = '' }: Pick<ForwardAuthDocument, 'dialect' | 'pathPrefix'>,
): ForwardedFacts | undefined {
  switch (dialect) {
    case 'nginx':
      return readOriginalUrl(readOne(asked, 'x-original-method'), readOne(asked, 'x-original-url'))
    case 'traefik':
    case 'caddy':
      return join({
        method: readOne(asked, 'x-forwarded-method'),
        // Not there for a request that names no host, as HTTP/1.0 health checks are.
        host: linesOf(asked, 'x-forwarded-host').length === 0 ? '' : readOne(asked, 'x-forwarded-host'),
        target: readOne(asked, 'x-forwarded-uri'),
      })
    case 'envoy':
      return asked.host === ''
        ? undefined
        : join({ method: asked.method, host: asked.host, target: withoutPrefix(asked.target, pathPrefix) })
    case 'none':
      return undefined
  }
}

function linesOf({ headers }: InboundRequest, wanted: string): readonly HeaderLine[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted)
}

function readOne(asked: InboundRequest, wanted: string): string | undefined {
  const lines = linesOf(asked, wanted)
  return lines.length === 1 ? lines[0]?.[1] : undefined
}

/** `$scheme://$http_host$request_uri`: a Host cannot hold the slash with which the target begins, nginx refuses it. */
const ORIGINAL_URL = /^https?:\/\/(?<host>[^/]*)(?<target>\/.*)$/s

function readOriginalUrl(method: string | undefined, url = ''): ForwardedFacts | undefined {
  const { host, target } = ORIGINAL_URL.exec(url)?.groups ?? {}
  return join({ method, host, target })
}

function withoutPrefix(target: string, prefix: string): string | undefined {
  return target.startsWith(prefix) ? target.slice(prefix.length) : undefined
}

type Claimed = { readonly [Fact in keyof ForwardedFacts]: ForwardedFacts[Fact] | undefined }

/** A host that is not one plain name could be read in several ways; one that is empty fits no bound assertion. */
function join({ method = '', host, target = '' }: Claimed): ForwardedFacts | undefined {
  const isHost = host === '' || (host !== undefined && normaliseHost(host) !== undefined)
  return isHost && method !== '' && target.startsWith('/') ? { method, host, target } : undefined
}
