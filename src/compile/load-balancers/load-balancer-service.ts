import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Compiled } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput } from '../target.ts'
import { writeYaml } from '../yaml/write-yaml.ts'

/** The Service in front of a gateway that has no controller to make one. */
export function loadBalancerService({ topology }: HopInput<LoadBalancerHop>, settings: ServiceSettings): Compiled {
  const { annotations, ...spec } = settings
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${topology.name}-gateway`, namespace: topology.namespace, annotations },
    spec: {
      type: 'LoadBalancer',
      ...spec,
      selector: { 'app.kubernetes.io/name': `${topology.name}-gateway` },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'https', port: 443, targetPort: 'https' },
      ],
    },
  }
  const head = `The load balancer in front of ${topology.name}, for a gateway that is a Deployment of your own. A controller that makes its Service itself takes the annotations where the target of that gateway puts them.`
  return {
    files: [{ path: 'service.yaml', text: writeYaml([{ head, value: service }]) }],
    notes: [],
    contract: undefined,
  }
}
