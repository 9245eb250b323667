/** The header that carries the assertion from the edge to the origin. */
export const ASSERTION_HEADER = 'x-client-ip-assertion'

/** The header in which a verifier hands the verified address to the application. */
export const CLIENT_IP_HEADER = 'x-client-ip'

/** Names the zone whose Worker made a request; Cloudflare adds it to every Worker's fetch (Workers docs, CF-Worker). */
export const CLOUDFLARE_WORKER_HEADER = 'cf-worker'

/** The address of the connection to Cloudflare's edge (Cloudflare docs, HTTP request headers). */
export const CLOUDFLARE_PEER_HEADER = 'cf-connecting-ip'

/** The IPv6 address behind a pseudo IPv4 one (Cloudflare docs, Pseudo IPv4). */
export const CLOUDFLARE_IPV6_HEADER = 'cf-connecting-ipv6'
