/** The first with ListenerPolicy's `proxyProtocol` and with `jwt` in GatewayExtension (the 2.2 release notes). */
export const OLDEST = '2.2'

/** The first with BackendConfigPolicy's `upstreamProxyProtocol`, and with `xffTrustedCIDRs` (the 2.3 CRDs). */
export const SENDS_PROXY = '2.3'
export const TRUSTS_PREFIXES = '2.3'

/** The first whose readiness port takes PROXY headers (the 2.4 release notes, "v24-readiness-proxy-protocol"). */
export const READINESS_TAKES_PROXY = '2.4'
