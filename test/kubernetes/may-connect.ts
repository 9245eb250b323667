import { containsPrefix, parsePrefix } from '../../src/net/index.ts'
import { listOf, type Members, membersOf, textOf } from '../compile/read-yaml.ts'
import type { NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule } from './network-policies.ts'

type Labels = Readonly<Record<string, string>>

/** A pod, or a machine outside of the cluster's pods, which has an address alone. */
export type Endpoint = {
  readonly address: string
  readonly namespace?: string
  readonly labels?: Labels
  /** The address of the node that it runs on. */
  readonly node?: string
  /** Numbers of the ports that its containers name. */
  readonly ports?: Readonly<Record<string, number>>
}

type Connection = {
  readonly from: Endpoint
  readonly to: Endpoint
  readonly port: number
  readonly protocol?: string
}

/**
 * Whether Kubernetes lets a connection through, by the rules of its documentation: a pod that a policy selects takes
 * what one of its policies allows, and a pod that none selects takes everything; both ends are asked.
 *
 * An `ipBlock` is held against the address of pods too, as some network plugins do: an opening is not to be missed.
 */
export function mayConnect(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  const { from, to } = connection
  // "Traffic to and from the node where a Pod is running is always allowed", which is how probes get in.
  if (from.address === to.node || to.address === from.node) return true
  return (
    isAllowed(policies, 'ingress', { self: to, other: from, connection }) &&
    isAllowed(policies, 'egress', { self: from, other: to, connection })
  )
}

type Ends = { readonly self: Endpoint; readonly other: Endpoint; readonly connection: Connection }

function isAllowed(policies: readonly NetworkPolicy[], direction: 'ingress' | 'egress', ends: Ends): boolean {
  const { self } = ends
  const own = policies.filter((policy) => {
    return policy[direction] !== undefined && policy.namespace === self.namespace && fits(policy.pods, self.labels)
  })
  if (own.length === 0) return true
  return own.some((policy) => policy[direction]?.some((rule) => allows(rule, policy.namespace, ends)))
}

function allows({ peers, ports }: PolicyRule, namespace: string, { other, connection }: Ends): boolean {
  const isPeer = peers === undefined || peers.some((peer) => isOneOf(peer, namespace, other))
  return isPeer && (ports === undefined || ports.some((port) => isPort(port, connection)))
}

function isOneOf({ pods, namespaces, block }: PolicyPeer, namespace: string, other: Endpoint): boolean {
  if (block !== undefined) {
    return isWithin(block.cidr, other.address) && !block.except.some((except) => isWithin(except, other.address))
  }
  if (other.namespace === undefined) return false
  const isThere =
    namespaces === undefined
      ? other.namespace === namespace
      : fits(namespaces, { 'kubernetes.io/metadata.name': other.namespace })
  return isThere && (pods === undefined || fits(pods, other.labels))
}

function isWithin(cidr: string, address: string): boolean {
  const [block, own] = [parsePrefix(cidr), parsePrefix(`${address}/${address.includes(':') ? 128 : 32}`)]
  if (block === undefined || own === undefined) throw new TypeError(`${cidr} or ${address} is none`)
  return containsPrefix(block, own)
}

function isPort({ port, endPort, protocol }: PolicyPort, connection: Connection): boolean {
  if (protocol !== (connection.protocol ?? 'TCP')) return false
  if (port === undefined) return true
  const first = typeof port === 'string' ? connection.to.ports?.[port] : port
  return first !== undefined && connection.port >= first && connection.port <= (endPort ?? first)
}

/** An empty selector fits everything. */
function fits(selector: Members, labels: Labels = {}): boolean {
  const { matchLabels = {}, matchExpressions = [], ...rest } = selector
  if (Object.keys(rest).length > 0) throw new TypeError(`a selector with ${Object.keys(rest).join(', ')}`)
  const isLabelled = Object.entries(membersOf(matchLabels)).every(([name, value]) => labels[name] === value)
  return isLabelled && listOf(matchExpressions).every((expression) => holds(membersOf(expression), labels))
}

function holds({ key, operator, values }: Members, labels: Labels): boolean {
  const value = labels[textOf(key)]
  switch (operator) {
    case 'In':
      return value !== undefined && listOf(values).includes(value)
    case 'NotIn':
      return value === undefined || !listOf(values).includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      throw new TypeError(`${String(operator)} is no operator`)
  }
}
