import type { GatewayInput } from '../../target.ts'
import { verifierAddress } from '../../verifier-service.ts'
import { wrapComment } from '../../yaml/wrap-comment.ts'
import { nextHop } from '../next-hop.ts'

/** A line, or a block with its head; a comment stands above either. */
type Entry = string | { readonly why?: string; readonly head: string; readonly body?: readonly Entry[] }

/** The whole Caddyfile. */
export function writeCaddyfile(input: GatewayInput): string {
  const { topology, hop } = input
  const head = `# Caddy ${hop.version} for ${topology.name}, compiled by ipseal. Check it with: caddy validate --adapter caddyfile\n`
  const blocks: readonly Entry[] = [globalOptions(input), snippet(input), ...sites(input)]
  return `${head}${blocks.map((block) => write(block, 0)).join('\n')}`
}

function globalOptions({ entrance, hop }: GatewayInput): Entry {
  const { takesProxy, senders } = entrance
  const wrapper: Entry = {
    why: 'A PROXY header of the load balancer alone: with one from anyone else the connection ends. https://caddyserver.com/docs/caddyfile/options#proxy-protocol',
    head: 'listener_wrappers',
    body: [
      { head: 'proxy_protocol', body: ['timeout 5s', `allow ${senders.join(' ')}`, 'fallback_policy reject'] },
      { why: 'TLS begins behind the header.', head: 'tls' },
    ],
  }
  return {
    head: '',
    body: [
      'auto_https disable_redirects',
      {
        head: 'servers',
        body: [
          { why: 'No HTTP/3: PROXY protocol is read from TCP alone.', head: 'protocols h1 h2' },
          ...(takesProxy ? [wrapper] : []),
          ...(hop.verifies === 'none' ? trustedProxies(entrance.forwarders) : []),
        ],
      },
    ],
  }
}

/**
 * Whose X-Forwarded-For goes on to a next gateway that counts on it. Where the service is asked nobody's does: Caddy would
 * take X-Forwarded-Host from the same proxies, through whom it is the client's word, and tell the service that.
 */
function trustedProxies(forwarders: readonly string[]): readonly Entry[] {
  const prefixes = [...new Set(forwarders)]
  if (prefixes.length === 0) return []
  const why = 'Who appends to X-Forwarded-For on this path; what others send of it is replaced.'
  return [{ why, head: `trusted_proxies static ${prefixes.join(' ')}` }, 'trusted_proxies_strict']
}

/** What every site does, in this order: elsewhere Caddy would sort forward_auth before request_header. */
function snippet(input: GatewayInput): Entry {
  const { topology, hop } = input
  const { host, port } = nextHop({ topology, hop })
  const isAsking = hop.verifies === 'forward-auth'
  const hide: Entry = { why: 'Whoever reads it can send it until it ends.', head: 'header_up -X-Client-IP-Assertion' }
  const body: readonly Entry[] = [
    {
      why: 'The verified address, after everything below.',
      head: 'log_append client {http.request.header.X-Client-IP}',
    },
    {
      why: 'On every route. Caddy drops names with underscores and dots by itself from 2.11.9 on.',
      head: 'request_header -X-Client-IP',
    },
    ...hopOptions(isAsking),
    ...(isAsking ? [forwardAuth(verifierAddress(topology.verifier))] : []),
    { head: `reverse_proxy ${host}:${port}`, ...(isAsking && { body: [hide] }) },
  ]
  return { head: '(edge)', body: ['log', { head: 'route', body }] }
}

function hopOptions(isAsking: boolean): readonly Entry[] {
  const dropped = isAsking ? 'the verified header' : 'the assertion'
  return [
    {
      why: `Caddy drops what Connection names, ${dropped} too.`,
      head: 'request_header Connection (?i)x-client-ip[^,\\s]* close',
    },
    {
      why: 'WebSocket and nothing else: behind an upgrade to h2c a client would speak to the application past Caddy. Lines are joined here, where header_regexp would be content with one of them.',
      head: '@other_upgrade not expression `{http.request.header.Upgrade}.matches("^(?i:websocket)$")`',
    },
    'request_header @other_upgrade -Upgrade',
  ]
}

function forwardAuth(host: string): Entry {
  return {
    why: 'Every request. Which routes need no seal is in "exempt" of the service’s document, byte by byte; a path matcher is deaf to case and encoding.',
    head: `forward_auth ${host}`,
    body: ['uri /', 'copy_headers X-Client-IP'],
  }
}

/** Behind whoever ended TLS there is HTTP alone, and no certificate. */
function sites({ topology, entrance }: GatewayInput): readonly Entry[] {
  const { hosts } = topology
  const names = hosts.includes('*') ? [''] : hosts
  const address = (scheme: string, port: number): string =>
    names.map((name) => `${scheme}://${name}:${port}`).join(', ')
  const plain = { head: address('http', 8080), body: ['import edge'] }
  if (entrance.isDecrypted) return [plain]
  return [
    plain,
    { head: address('https', 8443), body: ['tls /etc/caddy/tls/tls.crt /etc/caddy/tls/tls.key', 'import edge'] },
  ]
}

function write(entry: Entry, depth: number): string {
  const indent = '\t'.repeat(depth)
  if (typeof entry === 'string') return `${indent}${entry}\n`
  const { why, head, body } = entry
  const comment =
    why === undefined
      ? ''
      : wrapComment(why, depth)
          .map((line) => `${indent}# ${line}\n`)
          .join('')
  if (body === undefined) return `${comment}${indent}${head}\n`
  const open = head === '' ? '{' : `${head} {`
  return `${comment}${indent}${open}\n${body.map((one) => write(one, depth + 1)).join('')}${indent}}\n`
}
