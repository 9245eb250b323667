import type { ProviderName } from '../provider.ts'
import { akamaiFeed } from './akamai.ts'
import { azureFrontDoorFeed } from './azure-front-door.ts'
import { bunnyFeed } from './bunny.ts'
import { cdn77Feed } from './cdn77.ts'
import { cloudflareFeed } from './cloudflare.ts'
import { cloudfrontFeed } from './cloudfront.ts'
import { fastlyFeed } from './fastly.ts'
import type { Feed } from './feed.ts'
import { gcoreFeed } from './gcore.ts'
import { googleLbFeed } from './google-lb.ts'
import { impervaFeed } from './imperva.ts'
import { keycdnFeed } from './keycdn.ts'

export { cloudflareFeed } from './cloudflare.ts'
export { privateFeed } from './private-feed.ts'

/** Where each provider publishes its list: always the vendor's own feed, never a copy. */
export const FEEDS: Readonly<Record<ProviderName, Feed>> = {
  akamai: akamaiFeed,
  'azure-front-door': azureFrontDoorFeed,
  bunny: bunnyFeed,
  cdn77: cdn77Feed,
  cloudflare: cloudflareFeed(),
  cloudfront: cloudfrontFeed,
  fastly: fastlyFeed,
  gcore: gcoreFeed,
  'google-lb': googleLbFeed,
  imperva: impervaFeed,
  keycdn: keycdnFeed,
}
