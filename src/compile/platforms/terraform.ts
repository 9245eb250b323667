import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../headers/own-names.ts'
import type { EdgeHop, LoadBalancerHop } from '../../topology/topology.ts'
import { edgePrefixes } from '../entrance.ts'
import { type TerraformValue, type TerraformVariable, writeTfvars } from '../hcl/write-tfvars.ts'
import type { PathTarget, TargetInput } from '../target.ts'

/** AWS's own list of the addresses from which CloudFront connects to origins; its id differs by region. */
const CLOUDFRONT_LIST = 'com.amazonaws.global.cloudfront.origin-facing'

/** The variables of Terraform modules for one path. Their names are kept: docs/path-targets.md lists them. */
export const TERRAFORM: PathTarget = {
  kind: 'path',
  name: 'terraform',
  title: 'Terraform: the facts of this path as variables',
  compile: (input) => {
    const head = [
      `The path ${input.topology.name} for Terraform, which reads *.auto.tfvars by itself.`,
      'No secret is in it: private keys are written by ipseal keys, and never by Terraform.',
    ]
    return {
      files: [{ path: 'ipseal.auto.tfvars', text: writeTfvars(head, variablesOf(input)) }],
      notes: [
        {
          kind: 'step',
          text: 'Declare each variable that your modules take; Terraform warns of the others. docs/path-targets.md has their types.',
          source: 'https://developer.hashicorp.com/terraform/language/values/variables',
        },
      ],
      contract: undefined,
    }
  },
}

function variablesOf(input: TargetInput): readonly TerraformVariable[] {
  const { topology } = input
  return [
    variable('name', 'A DNS label; names of resources begin with it.', topology.name),
    variable('namespace', 'The Kubernetes namespace of the gateway and the application.', topology.namespace),
    variable('exposure', 'Who can open a connection to the load balancer: public or internal.', topology.exposure),
    variable('tls', 'Where TLS ends: terminated at the last gateway, or passthrough to the application.', topology.tls),
    variable('hosts', 'The names that are served; "*" alone for any.', topology.hosts),
    variable(
      'origin_url',
      'How the edge reaches the load balancer; null where the path does not say.',
      topology.origin ?? null,
    ),
    ...edgeVariables(input),
    ...loadBalancerVariables(input),
    ...assertionVariables(input),
  ]
}

function variable(name: string, comment: string, value: TerraformValue): TerraformVariable {
  return { name, comment, value }
}

function edgeVariables({ topology }: TargetInput): readonly TerraformVariable[] {
  const edges = topology.hops.filter((hop): hop is EdgeHop => hop.kind === 'edge')
  // Only the last of them connects to what is behind.
  const last = edges.at(-1)
  const prefixes = last === undefined ? [] : edgePrefixes(last)
  const hasList = last?.ranges === 'cloudfront'
  return [
    variable(
      'edge_providers',
      'The CDNs in the order in which requests pass; "edge" is one of your own.',
      edges.map(({ product }) => product),
    ),
    variable(
      'edge_managed_prefix_list',
      'The list that AWS itself keeps of the last CDN’s ranges; null if it keeps none.',
      hasList ? CLOUDFRONT_LIST : null,
    ),
    variable(
      'edge_prefixes_ipv4',
      'From where the last CDN connects, as of the snapshot. They tell no tenants apart.',
      prefixes.filter((prefix) => !prefix.includes(':')),
    ),
    variable(
      'edge_prefixes_ipv6',
      'The same of IPv6.',
      prefixes.filter((prefix) => prefix.includes(':')),
    ),
  ]
}

function loadBalancerVariables({ topology }: TargetInput): readonly TerraformVariable[] {
  const last = topology.hops.findLast((hop): hop is LoadBalancerHop => hop.kind === 'load-balancer')
  return [
    variable(
      'load_balancer',
      'The load balancer before the gateway; null where there is none.',
      last === undefined ? null : loadBalancer(last),
    ),
    variable(
      'load_balancer_prefixes',
      'From where it connects to the gateway: what may send PROXY headers there.',
      last?.ranges ?? [],
    ),
  ]
}

function loadBalancer({ product, layer, sendsProxy, sourceNat, targets, trafficPolicy }: LoadBalancerHop) {
  return {
    product,
    layer,
    proxy_protocol: sendsProxy === 'none' ? null : sendsProxy,
    proxy_protocol_v2: sendsProxy === 'v2',
    // The two are never on together: a gateway would have to believe PROXY headers from everyone.
    preserve_client_ip: layer === 4 && !sourceNat,
    target_type: targets === 'pods' ? 'ip' : 'instance',
    health_check_protocol: layer === 4 ? 'TCP' : 'HTTP',
    external_traffic_policy: trafficPolicy,
  }
}

function assertionVariables({ topology, jwks }: TargetInput): readonly TerraformVariable[] {
  const { issuer, audience, bind, prefix, ttlSeconds } = topology.assertion
  return [
    variable(
      'assertion_header',
      'The header that the edge seals into: in origin requests, never in a cache key.',
      ASSERTION_HEADER,
    ),
    variable('client_ip_header', 'The header that the last verifier writes; nobody before it may.', CLIENT_IP_HEADER),
    variable('issuer', 'The edge, as verifiers know it.', issuer),
    variable('audience', 'This origin, as the edge calls it.', audience),
    variable('assertion_bind', 'What of a request the seal is bound to: none, host or request.', bind),
    variable('assertion_prefix', 'What stands before the token in the header: nothing, or "Bearer ".', prefix),
    variable('assertion_ttl_seconds', 'How long a seal is good.', ttlSeconds),
    variable('jwks_json', 'The public key set: next, current and previous.', JSON.stringify(jwks)),
    variable('exempt_routes', 'What is served without a seal: exact methods and paths.', topology.exempt),
  ]
}
