import { type Breach, ofType, type PlannedPath } from './fact.ts'
import { valuesAt } from './values-at.ts'

/** AWS's own lists, which nobody else fills. */
const OF_AWS = /^com\.amazonaws\.global\.(?:ipv6\.)?cloudfront\.origin-facing$/

/** Those whose ranges a prefix list may hold, by the prefixes that ipseal believes. */
export type Edges = { readonly prefixes: readonly string[] }

/**
 * Whoever may connect to the load balancer is in a prefix list: one that AWS keeps of CloudFront, or one of the plan that holds
 * nothing but a CDN's accepted prefixes. A load balancer without a security group would let in everyone.
 */
export function checkEntrances(path: PlannedPath, { prefixes }: Edges): readonly Breach[] {
  const lists = new Set([...ownLists(path, prefixes), ...listsOfAws(path)])
  const rules = ofType(path, 'aws_vpc_security_group_ingress_rule')
  return [
    ...ofType(path, 'aws_lb').flatMap(({ address, values }) => {
      return valuesAt(values, 'security_groups').flat().length > 0 ? [] : [`${address} has no security group`]
    }),
    ...rules.flatMap(({ address, values }) => {
      const id = values.prefix_list_id
      return typeof id === 'string' && lists.has(id) ? [] : [`${address} lets in who is in no list of a CDN`]
    }),
    ...['aws_security_group', 'aws_default_security_group'].flatMap((type) =>
      ofType(path, type).flatMap(({ address, values }) => {
        return valuesAt(values, 'ingress').flat().length > 0 ? [`${address} has rules of its own`] : []
      }),
    ),
    ...ofType(path, 'aws_security_group_rule').map(({ address }) => `${address} is a rule of the older kind`),
    ...wrongEntries(path, prefixes),
  ]
}

function ownLists(path: PlannedPath, prefixes: readonly string[]): readonly unknown[] {
  return ofType(path, 'aws_ec2_managed_prefix_list')
    .filter(({ values }) => valuesAt(values, 'entry.cidr').every((cidr) => prefixes.includes(String(cidr))))
    .map(({ values }) => values.id)
}

function listsOfAws({ data }: PlannedPath): readonly unknown[] {
  return data
    .filter(({ type, values }) => type === 'aws_ec2_managed_prefix_list' && OF_AWS.test(String(values.name)))
    .map(({ values }) => values.id)
}

function wrongEntries(path: PlannedPath, prefixes: readonly string[]): readonly Breach[] {
  return ['aws_ec2_managed_prefix_list', 'aws_ec2_managed_prefix_list_entry'].flatMap((type) =>
    ofType(path, type).flatMap(({ address, values }) =>
      [...valuesAt(values, 'entry.cidr'), ...valuesAt(values, 'cidr')]
        .filter((cidr) => !prefixes.includes(String(cidr)))
        .map((cidr) => `${address} holds ${String(cidr)}, which no CDN connects from`),
    ),
  )
}
