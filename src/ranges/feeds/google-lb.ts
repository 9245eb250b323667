import type { Feed } from './feed.ts'

/**
 * The front ends behind Google's external Application Load Balancers, proxies and health checks.
 *
 * Google writes them in a page for people and in no feed, so there is nothing to ask. The lists goog.json and cloud.json
 * are other addresses, most of them of customers. Load balancers with backends outside Google Cloud connect from the
 * blocks of the TXT record `_cloud-eoips.googleusercontent.com`: a private list of the format `netblocks`.
 */
export const googleLbFeed: Feed = {
  provider: 'google-lb',
  source: 'https://cloud.google.com/load-balancing/docs/firewall-rules',
  requests: [],
  parse: (bodies) =>
    bodies.length === 0
      ? { ok: true, claimed: ['35.191.0.0/16', '130.211.0.0/22', '2600:2d00:1:1::/64', '2600:2d00:1:b029::/64'] }
      : { ok: false, fault: `the feed must have no body; got ${bodies.length}` },
}
