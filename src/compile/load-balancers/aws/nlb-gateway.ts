import type { LoadBalancerHop } from '../../../topology/topology.ts'
import type { CompiledFile } from '../../compiled.ts'
import type { HopInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { writeYaml, type YamlDocument } from '../../yaml/write-yaml.ts'
import { gatewayPorts, gatewayService } from '../load-balancer-service.ts'
import { securityGroupSources } from './sources.ts'
import { schemeOf, targetGroupAttributes, targetType } from './target-group.ts'

const GUIDE = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l4gateway/'
const CONFIGURATION =
  'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/'

/** The same NLB as a Gateway of the Gateway API, for clusters that make their load balancers that way. */
export function nlbGateway(input: HopInput<LoadBalancerHop>): CompiledFile {
  const documents = [
    gatewayClass(),
    configuration(input),
    gateway(input),
    ...routes(input),
    targetGroup(input),
    service(input),
  ]
  const head = `The NLB in front of ${input.topology.name} as a Gateway, in place of service.yaml: apply one of the two. Needs AWS Load Balancer Controller 3 and the Gateway API 1.6, where TCPRoute is v1. ${GUIDE}`
  const [first, ...rest] = documents.map((value): YamlDocument => ({ value }))
  return { path: 'gateway-api/nlb.yaml', text: writeYaml([{ ...first, head, value: first?.value }, ...rest]) }
}

function gatewayClass(): Plain {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'aws-nlb' },
    spec: { controllerName: 'gateway.k8s.aws/nlb' },
  }
}

function nameOf({ topology }: HopInput<LoadBalancerHop>): string {
  return `${topology.name}-nlb`
}

function configuration(input: HopInput<LoadBalancerHop>): Plain {
  const { topology } = input
  const { ranges } = securityGroupSources(input)
  const allowed = because(
    `Only the edge may connect: the controller’s security group lets in these alone, and everyone if there are none. ${CONFIGURATION}`,
    ranges,
  )
  return {
    apiVersion: 'gateway.k8s.aws/v1',
    kind: 'LoadBalancerConfiguration',
    metadata: { name: nameOf(input), namespace: topology.namespace },
    spec: { scheme: schemeOf(topology.exposure), ...(ranges.length > 0 && { sourceRanges: allowed }) },
  }
}

function gateway(input: HopInput<LoadBalancerHop>): Plain {
  const { topology, hop } = input
  const listeners = gatewayPorts(topology, hop).ports.map(({ name, port }) => {
    return { name, protocol: 'TCP', port, allowedRoutes: { namespaces: { from: 'Same' } } }
  })
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: nameOf(input), namespace: topology.namespace },
    spec: {
      gatewayClassName: 'aws-nlb',
      infrastructure: {
        parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: nameOf(input) },
      },
      listeners,
    },
  }
}

function routes(input: HopInput<LoadBalancerHop>): readonly Plain[] {
  const { topology, hop } = input
  return gatewayPorts(topology, hop).ports.map(({ name, port }) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'TCPRoute',
    metadata: { name: `${nameOf(input)}-${name}`, namespace: topology.namespace },
    spec: {
      parentRefs: [{ name: nameOf(input), sectionName: name }],
      rules: [{ backendRefs: [{ name: gatewayService(topology).name, port }] }],
    },
  }))
}

function targetGroup(input: HopInput<LoadBalancerHop>): Plain {
  const { topology, hop } = input
  const attributes = targetGroupAttributes(hop).map(([key, value]) => ({ key, value }))
  return {
    apiVersion: 'gateway.k8s.aws/v1',
    kind: 'TargetGroupConfiguration',
    metadata: { name: nameOf(input), namespace: topology.namespace },
    spec: {
      targetReference: { kind: 'Service', name: gatewayService(topology).name },
      defaultConfiguration: {
        targetType: targetType(hop),
        healthCheckConfig: because(
          'A check of the port that takes PROXY headers: it opens a connection and speaks no HTTP, which would need a port that understands the header.',
          { healthCheckProtocol: 'TCP', healthCheckPort: 'traffic-port' },
        ),
        targetGroupAttributes: attributes,
      },
    },
  }
}

/** What the NLB of a Gateway sends to; it is no load balancer of its own. */
function service({ topology, hop }: HopInput<LoadBalancerHop>): Plain {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: gatewayService(topology),
    spec: { type: hop.targets === 'nodes' ? 'NodePort' : 'ClusterIP', ...gatewayPorts(topology, hop) },
  }
}
