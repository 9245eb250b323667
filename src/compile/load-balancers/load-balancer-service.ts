import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Compiled, Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput } from '../target.ts'
import type { Plain } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { standingNotes } from './standing-notes.ts'

/** Gateways whose controller makes the Service of type LoadBalancer, so that a second one would be a second load balancer. */
const MAKE_THEIR_SERVICE: readonly string[] = ['cilium', 'envoy-gateway', 'istio', 'kgateway', 'nginx-gateway-fabric']

/** The Service in front of a gateway that has no controller to make one, and what is left to know of its load balancer. */
export function loadBalancerService(
  input: HopInput<LoadBalancerHop>,
  settings: ServiceSettings,
  notes: readonly Note[] = [],
): Compiled {
  const { topology } = input
  const head = `The load balancer in front of ${topology.name}, for a gateway that is a Deployment of your own. A controller that makes its Service itself takes the annotations where the target of that gateway puts them.`
  return {
    files: [{ path: 'service.yaml', text: writeYaml([{ head, value: serviceOf(input, settings) }]) }],
    notes: [...standingNotes(input), ...makesItself(input), ...notes],
    contract: undefined,
  }
}

function serviceOf({ topology, hop }: HopInput<LoadBalancerHop>, settings: ServiceSettings): Plain {
  const { annotations, ...spec } = settings
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...gatewayService(topology), annotations },
    spec: { type: 'LoadBalancer', ...spec, ...gatewayPorts(topology, hop) },
  }
}

/** The name of the Service of a gateway that is a Deployment of one's own. */
export function gatewayService({ name, namespace }: { readonly name: string; readonly namespace: string }) {
  return { name: `${name}-gateway`, namespace }
}

/** The pods behind that Service, and their ports: the one without TLS alone, where the load balancer ends it. */
export function gatewayPorts({ name }: { readonly name: string }, { layer }: Pick<LoadBalancerHop, 'layer'>) {
  return {
    selector: { 'app.kubernetes.io/name': `${name}-gateway` },
    ports: [
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'https', port: 443, targetPort: layer === 7 ? 'http' : 'https' },
    ],
  }
}

function makesItself({ topology, hop }: HopInput<LoadBalancerHop>): readonly Note[] {
  const behind = topology.hops[topology.hops.indexOf(hop) + 1]
  if (behind?.kind !== 'gateway' || !MAKE_THEIR_SERVICE.includes(behind.product)) return []
  const text = `Leave service.yaml out: the controller of ${behind.product} makes the Service itself, with the settings that the target ${behind.product} gives it. Two Services are two load balancers.`
  return [{ kind: 'step', text }]
}
