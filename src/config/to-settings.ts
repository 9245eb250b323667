import { publicJwks } from '../assertion/public-jwks.ts'
import { type HeaderFormat, isListFormat } from '../headers/header-format.ts'
import type { Ports } from '../headers/read-node.ts'
import { parsePrefix } from '../net/prefix.ts'
import type {
  HeaderSettings,
  OriginSettings,
  RangesSettings,
  ResolutionSettings,
  Settings,
  TrustSettings,
} from '../settings/settings.ts'
import { formatOf } from './check-headers.ts'
import type { ConfigDocument, HeaderDocument, OriginDocument, RangesDocument, TrustDocument } from './schema.ts'

/** Writes a checked document in the one form that runtimes read: names in lower case, prefixes canonical, nothing left to default. */
export function toSettings(document: ConfigDocument): Settings {
  const { issuer, audience, peer, assertion, onRefusal, wellKnownPath, privacy, ranges, shadow } = document
  return {
    v: 1,
    issuer,
    audience,
    ...resolutionOf(document),
    ...(peer && { peer }),
    origins: document.origins.map((origin) => originOf(origin, audience)),
    assertion,
    onRefusal,
    wellKnownPath,
    privacy,
    ...(ranges && { ranges: rangesOf(ranges) }),
    ...(shadow && { shadow: resolutionOf(shadow) }),
  }
}

/** The keys anew from the members that are public, as an edge publishes its own. */
function rangesOf({ signedBy, onStale }: RangesDocument): RangesSettings {
  return { ...(signedBy && { signedBy: publicJwks(signedBy.keys) }), onStale }
}

type ResolutionDocument = Pick<ConfigDocument, 'trust' | 'headers' | 'maxHops' | 'ownZones' | 'pseudoIPv4'>

function resolutionOf({ trust, headers, maxHops, ownZones, pseudoIPv4 }: ResolutionDocument): ResolutionSettings {
  return {
    trust: trust.map(groupOf),
    headers: headers.map(headerOf),
    maxHops,
    ownZones: ownZones.map((zone) => zone.toLowerCase()),
    pseudoIPv4,
  }
}

function groupOf({ name, ranges, clients = [], proof, tenants, proxyProtocol }: TrustDocument): TrustSettings {
  return {
    name,
    ranges: typeof ranges === 'string' ? ranges : ranges.map(canonical),
    clients: clients.map(canonical),
    ...(proof && { proof: { header: proof.header.toLowerCase(), secret: proof.secret } }),
    ...(tenants && { tenants }),
    proxyProtocol,
  }
}

function headerOf(header: HeaderDocument): HeaderSettings {
  const { name, from, optional, hops } = header
  const format = formatOf(header)
  if (format === undefined) throw new RangeError(`unchecked document: ${name} has no format`)
  return {
    name: name.toLowerCase(),
    format,
    from,
    optional,
    ...(hops !== undefined && { hops }),
    ports: header.ports ?? usualPorts(format),
  }
}

function usualPorts(format: HeaderFormat): Ports {
  if (isListFormat(format)) return 'optional'
  return format === 'address-port' ? 'always' : 'never'
}

function originOf({ match, url, audience, timeoutSeconds }: OriginDocument, usual: string): OriginSettings {
  return { match: match.toLowerCase(), url: new URL(url).origin, audience: audience ?? usual, timeoutSeconds }
}

function canonical(prefix: string): string {
  const parsed = parsePrefix(prefix)
  if (parsed === undefined) throw new RangeError(`unchecked document: ${prefix} is no prefix`)
  return parsed.text
}
