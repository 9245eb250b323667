import type { NeverTrusted } from './never-trusted.ts'
import type { ProviderName } from './provider.ts'

/** What has to hold of a list before it may stand for a provider. */
export type AcceptanceRules = {
  /** The fewest and the most prefixes of each family; a list outside is truncated, or another list. */
  readonly counts: { readonly ipv4: Window; readonly ipv6: Window }
  /** The widest prefix of each family. A wider one is held back until a person has looked at it. */
  readonly shortest: { readonly ipv4: number; readonly ipv6: number }
  /** Blocks that have been in the list for years, whole or in parts: without them it is some other list. */
  readonly anchors: readonly string[]
  /** Space that lists under this name have held wrongly, or no longer hold. */
  readonly excluded: readonly string[]
  /** Space that no list of this kind may share an address with. */
  readonly neverTrusted: readonly NeverTrusted[]
  /**
   * The largest share of a family's addresses that may be withdrawn unasked, 0 to 1; `confirm`: none. It counts
   * addresses, so that splitting and merging blocks is free.
   */
  readonly removals: 'confirm' | number
  /** The smallest share of the new list's addresses, 0 to 1 for each family, that have to be in the last one. */
  readonly leastOverlap: number
  /** How long a withdrawn address stays trusted, in seconds: 15 minutes to 24 hours. */
  readonly drainSeconds: number
  /** What the vendor's versions count, if they are in order: the seconds since 1970, or their own changes. */
  readonly versions?: 'seconds' | 'changes'
}

type Window = readonly [min: number, max: number]

type Change = Pick<AcceptanceRules, 'neverTrusted' | 'removals' | 'leastOverlap' | 'drainSeconds'>

const HOUR = 3600
/** Of no provider here does any list of 2025 and 2026 share an address with either, single hosts included. */
const NEVER_TRUSTED: readonly NeverTrusted[] = ['eyeballs', 'cloud-customers']

/**
 * Unchanged for years, or changed with a notice to every customer: a removal is news that a person will have heard of.
 * What goes stays with the vendor, so it may drain for a day.
 */
const RARE: Change = { neverTrusted: NEVER_TRUSTED, removals: 'confirm', leastOverlap: 0.5, drainSeconds: 24 * HOUR }

/**
 * Clouds that change their list several times a year, often by splitting and merging blocks alone. What they withdraw
 * may become a customer's, so it drains for no longer than a connection to an origin is kept open.
 */
const LIVELY: Change = { neverTrusted: NEVER_TRUSTED, removals: 0.25, leastOverlap: 0.5, drainSeconds: HOUR }

/**
 * Machines in rented space that come and go every week. The next tenant may have the address the same day, so the drain
 * is the shortest there is.
 */
const HOSTS: Change = { neverTrusted: NEVER_TRUSTED, removals: 0.25, leastOverlap: 0.5, drainSeconds: HOUR / 4 }

/**
 * The rules for each provider, measured on the vendors' lists of 2024 to 2026.
 *
 * The source is always the vendor's own feed. Lists that the community derives from AS numbers and routing data look
 * more complete and are unsafe to trust: those for Cloudflare also hold the space from which users of its VPN and relay
 * services reach the Internet, and to trust a user's address as a proxy is to let that user write X-Forwarded-For.
 */
export const ACCEPTANCE_RULES: Readonly<Record<ProviderName, AcceptanceRules>> = {
  akamai: {
    ...RARE,
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
    ...LIVELY,
    counts: { ipv4: [40, 250], ipv6: [40, 250] },
    shortest: { ipv4: 16, ipv6: 44 },
    anchors: ['147.243.0.0/16', '2a01:111:2050::/44'],
    versions: 'changes',
    // The tag AzureFrontDoor.Frontend: where clients connect to, not where Front Door connects from.
    excluded: ['13.107.246.0/24'],
  },
  bunny: {
    ...HOSTS,
    counts: { ipv4: [300, 1500], ipv6: [150, 1000] },
    shortest: { ipv4: 32, ipv6: 128 },
    // Single hosts that come and go every week: none is sure to stay.
    anchors: [],
    excluded: [],
  },
  cdn77: {
    ...HOSTS,
    counts: { ipv4: [10, 150], ipv6: [0, 100] },
    shortest: { ipv4: 24, ipv6: 48 },
    // Parts of the blocks of data centres, down to single hosts: none is sure to stay.
    anchors: [],
    excluded: [],
  },
  cloudflare: {
    ...RARE,
    counts: { ipv4: [12, 40], ipv6: [5, 20] },
    shortest: { ipv4: 13, ipv6: 29 },
    anchors: ['173.245.48.0/20', '2400:cb00::/32'],
    excluded: [],
  },
  cloudfront: {
    ...LIVELY,
    counts: { ipv4: [30, 120], ipv6: [1, 60] },
    shortest: { ipv4: 16, ipv6: 36 },
    anchors: ['15.158.0.0/16', '64.252.64.0/18', '130.176.0.0/18'],
    versions: 'seconds',
    // In the whole CLOUDFRONT list, which also has the addresses that viewers connect to and is twelve times as large.
    excluded: ['3.160.0.0/14', '13.32.0.0/15', '13.224.0.0/14'],
  },
  fastly: {
    ...RARE,
    counts: { ipv4: [15, 40], ipv6: [2, 10] },
    shortest: { ipv4: 16, ipv6: 32 },
    anchors: ['151.101.0.0/16', '2a04:4e42::/32'],
    excluded: [],
  },
  gcore: {
    ...HOSTS,
    counts: { ipv4: [400, 2500], ipv6: [300, 2500] },
    shortest: { ipv4: 32, ipv6: 128 },
    // As of Bunny.
    anchors: [],
    excluded: [],
  },
  'google-lb': {
    ...RARE,
    counts: { ipv4: [2, 8], ipv6: [2, 8] },
    shortest: { ipv4: 16, ipv6: 64 },
    anchors: ['35.191.0.0/16', '130.211.0.0/22'],
    // Google Cloud's customers: any of them can send from there.
    excluded: ['34.64.0.0/10'],
  },
  imperva: {
    ...RARE,
    counts: { ipv4: [8, 30], ipv6: [1, 8] },
    shortest: { ipv4: 16, ipv6: 29 },
    anchors: ['45.60.0.0/16', '199.83.128.0/21', '2a02:e980::/29'],
    excluded: [],
  },
  keycdn: {
    ...HOSTS,
    // Not measured: wide enough for a list of shields, and too narrow for one of a whole network.
    counts: { ipv4: [1, 150], ipv6: [0, 150] },
    shortest: { ipv4: 24, ipv6: 48 },
    anchors: [],
    excluded: [],
  },
}

/**
 * For a list of one's own, of which nothing is known but its last state: small, and no block wider than a company's.
 *
 * Customers' space of clouds is not kept out of it, as one's own proxies may well stand there.
 */
const PRIVATE_RULES: AcceptanceRules = {
  ...HOSTS,
  neverTrusted: ['eyeballs'],
  counts: { ipv4: [0, 1000], ipv6: [0, 1000] },
  shortest: { ipv4: 16, ipv6: 32 },
  anchors: [],
  excluded: [],
}

// A map, so that no name finds anything on a prototype.
const rules = new Map<string, AcceptanceRules>(Object.entries(ACCEPTANCE_RULES))

/** The rules for a provider's list; for any other name, such as `list:mine`, careful ones that know nothing of it. */
export function rulesOf(provider: string): AcceptanceRules {
  return rules.get(provider) ?? PRIVATE_RULES
}
