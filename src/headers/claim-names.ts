/** Lists, to which each proxy appends the address it was asked from. */
export const LIST_CLAIMS = names('x-forwarded-for forwarded x-original-forwarded-for x-vercel-forwarded-for')

/** Headers that hold one address. */
export const ADDRESS_CLAIMS = names(
  'cf-connecting-ip cf-connecting-ipv6 cf-pseudo-ipv4 true-client-ip cloudfront-viewer-address fastly-client-ip ' +
    'x-azure-socketip x-azure-clientip incap-client-ip x-sucuri-clientip fly-client-ip x-nf-client-connection-ip ' +
    'x-appengine-user-ip do-connecting-ip x-fah-client-ip x-gcp-connecting-ip x-envoy-external-address x-real-ip ' +
    'x-client-ip x-client-ip-address x-cluster-client-ip x-originating-ip x-remote-ip x-remote-addr x-forwarded ' +
    'forwarded-for client-ip wl-proxy-client-ip',
)

/**
 * Every header known to us that says who the client is, in lower case. Edges and verifiers strip inbound copies.
 *
 * What is known of each is in the catalogue; this is all that a request at the edge has to ask.
 */
export const CLAIM_NAMES: readonly string[] = [...LIST_CLAIMS, ...ADDRESS_CLAIMS]

function names(text: string): readonly string[] {
  return text.split(' ')
}
