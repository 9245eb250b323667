import type { ProviderName } from './provider.ts'

/** What has to hold of a list before it may stand for a provider. */
export type AcceptanceRules = {
  /** The fewest and the most prefixes of each family; a list outside is truncated, or another list. */
  readonly counts: { readonly ipv4: Window; readonly ipv6: Window }
  /** The widest prefix of each family. A wider one is held back until a person has looked at it. */
  readonly shortest: { readonly ipv4: number; readonly ipv6: number }
  /** Prefixes that have been in the list for years: without them it is some other list. */
  readonly anchors: readonly string[]
  /** Space that lists under this name have held wrongly, or no longer hold. */
  readonly excluded: readonly string[]
}

type Window = readonly [min: number, max: number]

/**
 * The rules for each provider, measured on the vendors' lists of 2024 to 2026.
 *
 * The source is always the vendor's own feed. Lists that the community derives from AS numbers and routing data look
 * more complete and are unsafe to trust: those for Cloudflare also hold the space from which users of its VPN and relay
 * services reach the Internet, and to trust a user's address as a proxy is to let that user write X-Forwarded-For.
 */
export const ACCEPTANCE_RULES: Readonly<Record<ProviderName, AcceptanceRules>> = {
  akamai: {
    counts: { ipv4: [4, 24], ipv6: [2, 12] },
    shortest: { ipv4: 11, ipv6: 24 },
    anchors: ['23.32.0.0/11', '2600:1400::/24'],
    // Withdrawn on 2025-07-01 and given to Akamai's other services, its compute customers among them.
    excluded: [
      '23.64.0.0/14',
      '23.72.0.0/13',
      '69.192.0.0/16',
      '72.246.0.0/15',
      '88.221.0.0/16',
      '92.122.0.0/15',
      '96.6.0.0/15',
      '96.16.0.0/15',
      '104.64.0.0/10',
      '118.214.0.0/16',
      '172.224.0.0/12',
      '173.222.0.0/15',
      '184.50.0.0/15',
      '184.84.0.0/14',
    ],
  },
  'azure-front-door': {
    counts: { ipv4: [40, 250], ipv6: [40, 250] },
    shortest: { ipv4: 16, ipv6: 44 },
    anchors: ['147.243.0.0/16', '2a01:111:2050::/44'],
    // The tag AzureFrontDoor.Frontend: where clients connect to, not where Front Door connects from.
    excluded: ['13.107.246.0/24'],
  },
  bunny: {
    counts: { ipv4: [300, 1500], ipv6: [150, 1000] },
    shortest: { ipv4: 32, ipv6: 128 },
    // Single hosts that come and go every week: none is sure to stay.
    anchors: [],
    excluded: [],
  },
  cdn77: {
    counts: { ipv4: [15, 150], ipv6: [0, 100] },
    shortest: { ipv4: 24, ipv6: 48 },
    // Parts of the blocks of data centres, down to single hosts: none is sure to stay.
    anchors: [],
    excluded: [],
  },
  cloudflare: {
    counts: { ipv4: [12, 40], ipv6: [5, 20] },
    shortest: { ipv4: 13, ipv6: 29 },
    anchors: ['173.245.48.0/20', '2400:cb00::/32'],
    // Users leave from 104.28.0.0/14 since 104.16.0.0/12 was split in 2021; the others were never proxies.
    excluded: ['104.28.0.0/14', '1.1.1.0/24', '2a09:bac0::/29'],
  },
  cloudfront: {
    counts: { ipv4: [30, 120], ipv6: [1, 60] },
    shortest: { ipv4: 16, ipv6: 36 },
    anchors: ['15.158.0.0/16', '64.252.64.0/18', '130.176.0.0/18'],
    // In the whole CLOUDFRONT list, which also has the addresses that viewers connect to and is twelve times as large.
    excluded: ['3.160.0.0/14', '13.32.0.0/15', '13.224.0.0/14'],
  },
  fastly: {
    counts: { ipv4: [15, 40], ipv6: [2, 10] },
    shortest: { ipv4: 16, ipv6: 32 },
    anchors: ['151.101.0.0/16', '2a04:4e42::/32'],
    excluded: [],
  },
  gcore: {
    counts: { ipv4: [400, 2500], ipv6: [300, 2500] },
    shortest: { ipv4: 32, ipv6: 128 },
    // Single hosts that come and go every week: none is sure to stay.
    anchors: [],
    excluded: [],
  },
  'google-lb': {
    counts: { ipv4: [2, 8], ipv6: [2, 8] },
    shortest: { ipv4: 16, ipv6: 64 },
    anchors: ['35.191.0.0/16', '130.211.0.0/22'],
    // Google Cloud's customers: any of them can send from there.
    excluded: ['34.64.0.0/10'],
  },
  imperva: {
    counts: { ipv4: [8, 30], ipv6: [1, 8] },
    shortest: { ipv4: 16, ipv6: 29 },
    anchors: ['45.60.0.0/16', '199.83.128.0/21', '2a02:e980::/29'],
    excluded: [],
  },
  keycdn: {
    // Not measured: wide enough for a list of shields, and too narrow for one of a whole network.
    counts: { ipv4: [1, 150], ipv6: [0, 150] },
    shortest: { ipv4: 24, ipv6: 48 },
    anchors: [],
    excluded: [],
  },
}
