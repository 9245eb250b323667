import { at, listOf, type Members, membersOf, textOf } from '../compile/read-yaml.ts'

/** What one side of a connection is matched by. `and` of the two selectors; both undefined with an `ipBlock`. */
export type PolicyPeer = {
  readonly pods?: Members
  readonly namespaces?: Members
  readonly block?: { readonly cidr: string; readonly except: readonly string[] }
}

export type PolicyPort = { readonly port?: number | string; readonly endPort?: number; readonly protocol: string }

/** `peers` and `ports` are undefined where Kubernetes takes any. */
export type PolicyRule = { readonly peers?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }

export type NetworkPolicy = {
  readonly name: string
  readonly namespace: string
  readonly pods: Members
  readonly ingress?: readonly PolicyRule[]
  readonly egress?: readonly PolicyRule[]
}

/**
 * The policies among rendered manifests; undefined for a direction that a policy says nothing of.
 *
 * @throws TypeError at a field that is not known here, since one that is passed over could be what opens a way in.
 */
export function readPolicies(documents: readonly unknown[]): readonly NetworkPolicy[] {
  return documents.map(membersOf).flatMap((document) => {
    const kind = textOf(document.kind)
    if (kind.includes('NetworkPolicy') && kind !== 'NetworkPolicy')
      throw new TypeError(`${kind} is not understood here`)
    return kind === 'NetworkPolicy' ? [readPolicy(document)] : []
  })
}

function readPolicy(document: Members): NetworkPolicy {
  const { metadata, spec } = document
  const { name, namespace = 'default' } = membersOf(metadata)
  const { podSelector = {}, ingress, egress, policyTypes, ...rest } = membersOf(spec)
  refuseOthers(rest)
  const types = policyTypes === undefined ? defaultTypes(egress) : listOf(policyTypes)
  return {
    name: textOf(name),
    namespace: textOf(namespace),
    pods: membersOf(podSelector),
    ...(types.includes('Ingress') && { ingress: listOf(ingress ?? []).map((rule) => readRule(rule, 'from')) }),
    ...(types.includes('Egress') && { egress: listOf(egress ?? []).map((rule) => readRule(rule, 'to')) }),
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
function defaultTypes(egress: unknown): readonly unknown[] {
  return egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']
}

/** A list that is missing or empty lets in everybody, on every port. */
function readRule(rule: unknown, side: 'from' | 'to'): PolicyRule {
  const { [side]: peers, ports, ...rest } = membersOf(rule ?? {})
  refuseOthers(rest)
  return {
    ...(isFilled(peers) && { peers: listOf(peers).map(readPeer) }),
    ...(isFilled(ports) && { ports: listOf(ports).map(readPort) }),
  }
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && listOf(value).length > 0
}

function readPeer(peer: unknown): PolicyPeer {
  const { podSelector, namespaceSelector, ipBlock, ...rest } = membersOf(peer)
  refuseOthers(rest)
  if (ipBlock === undefined) {
    return {
      ...(podSelector !== undefined && { pods: membersOf(podSelector) }),
      ...(namespaceSelector !== undefined && { namespaces: membersOf(namespaceSelector) }),
    }
  }
  if (podSelector !== undefined || namespaceSelector !== undefined) throw new TypeError('ipBlock beside a selector')
  return { block: { cidr: textOf(at(ipBlock, 'cidr')), except: listOf(at(ipBlock, 'except') ?? []).map(textOf) } }
}

function readPort(value: unknown): PolicyPort {
  const { port, endPort, protocol = 'TCP', ...rest } = membersOf(value)
  refuseOthers(rest)
  return {
    ...(typeof port === 'number' || typeof port === 'string' ? { port } : {}),
    ...(typeof endPort === 'number' ? { endPort } : {}),
    protocol: textOf(protocol),
  }
}

function refuseOthers(rest: Members): void {
  const names = Object.keys(rest)
  if (names.length > 0) throw new TypeError(`a NetworkPolicy with ${names.join(', ')} is not understood here`)
}
