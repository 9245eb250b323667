import { type Prefix, requirePrefix } from '../net/prefix.ts'
import { type AddressSpace, findSharing, spaceOf } from './address-space.ts'
import { CLOUD_CUSTOMERS } from './cloud-customers.ts'

/**
 * Space that no edge connects from and anyone can: to trust it is to let every tenant or every user name its client.
 *
 * - `eyeballs`: addresses from which users of a VPN, a relay or a resolver reach the Internet. Lists that are derived
 *   from AS numbers hold them, beside the edge of the same company.
 * - `cloud-customers`: addresses of Google Cloud's customers. Amazon's are no such space: three blocks of CloudFront's
 *   own list lie in rows that are labelled EC2.
 */
export type NeverTrusted = 'eyeballs' | 'cloud-customers'

/** Users of WARP and of relays leave from the first and the last; the middle one is a public resolver's. */
const EYEBALLS = ['104.28.0.0/14', '1.1.1.0/24', '2a09:bac0::/29']

// Built when first asked for.
const spaces = new Map<NeverTrusted, AddressSpace>()

/** The first block of the spaces named that shares an address with `prefix`, and which of them it is in. */
export function findNeverTrusted(
  prefix: Prefix,
  names: readonly NeverTrusted[],
): { readonly space: NeverTrusted; readonly block: string } | undefined {
  for (const space of names) {
    const block = findSharing(spaceNamed(space), prefix)
    if (block !== undefined) return { space, block: block.text }
  }
  return undefined
}

function spaceNamed(name: NeverTrusted): AddressSpace {
  const built = spaces.get(name)
  if (built !== undefined) return built
  const space = spaceOf((name === 'eyeballs' ? EYEBALLS : CLOUD_CUSTOMERS).map(requirePrefix))
  spaces.set(name, space)
  return space
}
