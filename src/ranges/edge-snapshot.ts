import { AKAMAI } from './lists/akamai.ts'
import { AZURE_FRONT_DOOR } from './lists/azure-front-door.ts'
import { CLOUDFLARE } from './lists/cloudflare.ts'
import { CLOUDFRONT } from './lists/cloudfront.ts'
import { FASTLY } from './lists/fastly.ts'
import { GOOGLE_LB } from './lists/google-lb.ts'
import { IMPERVA } from './lists/imperva.ts'
import type { BundledName, ProviderList } from './provider.ts'

/**
 * The lists that are small enough to be bundled with code for the edge, as published on the day each of them names.
 *
 * Providers of many small blocks are left out: `bunny` or `gcore` alone is larger than all of these, and out of date
 * within days. At the edge their lists have to come from a store.
 */
export const EDGE_SNAPSHOT: Readonly<Record<Exclude<BundledName, 'bunny' | 'cdn77' | 'gcore'>, ProviderList>> = {
  akamai: AKAMAI,
  'azure-front-door': AZURE_FRONT_DOOR,
  cloudflare: CLOUDFLARE,
  cloudfront: CLOUDFRONT,
  fastly: FASTLY,
  'google-lb': GOOGLE_LB,
  imperva: IMPERVA,
}
