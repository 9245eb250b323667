import { type Address, type Family, familyOf, parseAddress } from '../net/address.ts'
import { checkInteger } from './check-value.ts'
import type { Endpoint, InetFamily } from './header.ts'
import { ProxyHeaderError } from './header-error.ts'

/** An endpoint whose address is of the header's family; `isMapped` means IPv4 that goes out as IPv4-mapped IPv6. */
export type CheckedEndpoint = { readonly address: Address; readonly port: number; readonly isMapped: boolean }

/** Returns the endpoint ready for writing, or throws where address, port and family do not belong together. */
export function checkEndpoint(endpoint: Endpoint<string>, family: InetFamily, path: string): CheckedEndpoint {
  const port = checkInteger(endpoint.port, 65_535, `${path}.port`)
  const address = parseAddress(endpoint.address)
  if (address === undefined) {
    const rule = 'an address is plain IPv4 or IPv6 text without port, brackets or zone'
    throw new ProxyHeaderError({
      code: 'MALFORMED_ADDRESS',
      path: `${path}.address`,
      rule,
      received: endpoint.address,
      nextStep: 'Correct it',
    })
  }
  const isMapped = familyOf(address) === 4 && (endpoint.mapped === true || endpoint.address.includes(':'))
  const written: Family = isMapped ? 6 : familyOf(address)
  const isConsistent = written === versionOf(family) && (endpoint.mapped !== true || isMapped)
  if (isConsistent) return { address, port, isMapped }
  const rule = `family ${family} takes IPv${versionOf(family)} addresses, and only IPv4 addresses can be mapped`
  const nextStep = 'Use the family of the address, or "mapped": true for IPv4 within tcp6 and udp6'
  throw new ProxyHeaderError({
    code: 'FAMILY_MISMATCH',
    path: `${path}.address`,
    rule,
    received: endpoint.address,
    nextStep,
  })
}

function versionOf(family: InetFamily): Family {
  switch (family) {
    case 'tcp4':
    case 'udp4':
      return 4
    case 'tcp6':
    case 'udp6':
      return 6
  }
}
