import { writeTfvars } from '../hcl/write-tfvars.ts'
import { byFamily } from './by-family.ts'
import { identifierOf } from './list-name.ts'
import type { ListTarget } from './list-target.ts'

/** Terraform names no length; this keeps names readable. */
const LONGEST_NAME = 63

/** Values for variables of type `list(string)`; Terraform reads files named `*.auto.tfvars` by itself. */
export const TERRAFORM: ListTarget = {
  name: 'terraform',
  write: ({ provider, prefixes }, head) => {
    const name = identifierOf(provider, { target: 'terraform', what: 'a variable', longest: LONGEST_NAME })
    const { ipv4, ipv6 } = byFamily(prefixes)
    return writeTfvars(head, [
      { name: `${name}_prefixes_ipv4`, comment: 'From where it connects, IPv4.', value: ipv4 },
      { name: `${name}_prefixes_ipv6`, comment: 'The same of IPv6.', value: ipv6 },
    ])
  },
}
