import { FEEDS } from '../src/ranges/feeds/feed-of.ts'
import type { BundledName } from '../src/ranges/provider.ts'

/** Where one provider's facts are found, and what proves that they are the right ones. */
export type FactSource = {
  /** The file in the folder of facts. */
  readonly file: string
  /** The vendor's own address for the list; the facts must name it. */
  readonly source: string
  /** The part of the vendor's feed that is meant, where the feed has several. */
  readonly service?: string
  /** The day on which the vendor's page was read, where the vendor publishes no dated feed. */
  readonly documentedOn?: string
  /** What a reader of the generated file has to know. */
  readonly notes: readonly string[]
}

export const FACT_SOURCES: Readonly<Record<BundledName, FactSource>> = {
  akamai: {
    file: 'akamai-published-cidrs.json',
    source: FEEDS.akamai.source,
    notes: [
      'The Origin IP ACL supernets; IPv6 is in akamai_ipv6_CIDRs.txt beside it. A Site Shield map, where you have one,',
      'is far narrower: put its prefixes into a group of your own instead.',
    ],
  },
  'azure-front-door': {
    file: 'azure-backend-frontdoor.json',
    source: FEEDS['azure-front-door'].source,
    service: 'AzureFrontDoor.Backend',
    notes: ['The service tag AzureFrontDoor.Backend; Frontend and FirstParty are other addresses. Updated every week.'],
  },
  bunny: {
    file: 'bunny.json',
    source: FEEDS.bunny.source,
    notes: ['Single hosts, which change many times a month: refresh it before you rely on it.'],
  },
  cdn77: {
    file: 'cdn77.json',
    source: FEEDS.cdn77.source,
    notes: ['The servers that connect to origins, in blocks of data centres: refresh it before you rely on it.'],
  },
  cloudflare: {
    file: 'cloudflare.json',
    source: FEEDS.cloudflare.source,
    notes: ['Unchanged since 2021-04, when 104.16.0.0/12 became 104.16.0.0/13 and 104.24.0.0/14.'],
  },
  cloudfront: {
    file: 'cloudfront-origin-facing.json',
    source: FEEDS.cloudfront.source,
    service: 'CLOUDFRONT_ORIGIN_FACING',
    notes: [
      'The service CLOUDFRONT_ORIGIN_FACING. The list CLOUDFRONT is twelve times as large, and most of it never connects',
      'to an origin.',
    ],
  },
  fastly: {
    file: 'fastly.json',
    source: FEEDS.fastly.source,
    notes: ['Fastly announces changes on its status page before it uses them.'],
  },
  gcore: {
    file: 'gcore.json',
    source: FEEDS.gcore.source,
    notes: ['Single hosts, which change every week: refresh it before you rely on it.'],
  },
  'google-lb': {
    file: 'google-lb.json',
    source: FEEDS['google-lb'].source,
    documentedOn: '2026-11-21',
    notes: [
      'Google Front Ends: proxies and health checks. Load balancers based on Envoy connect from the proxy-only subnet of',
      'your own network instead. The lists goog.json and cloud.json are other addresses, most of them customers.',
    ],
  },
  imperva: {
    file: 'imperva.json',
    source: FEEDS.imperva.source,
    notes: [],
  },
}
