import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because, type Plain } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { securityGroupSources } from './aws/sources.ts'
import { schemeOf, targetType } from './aws/target-group.ts'
import { gatewayPorts, gatewayService } from './load-balancer-service.ts'
import { standingNotes } from './standing-notes.ts'

const PREFIX = 'alb.ingress.kubernetes.io'
const ANNOTATIONS = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/'
const HEADERS = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html'
const ATTRIBUTES =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes'

/** An Application Load Balancer: it reads HTTP, appends to X-Forwarded-For and can verify no seal of ours. */
export const AWS_ALB: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'aws-alb',
  title: 'AWS ALB: an Ingress of the AWS Load Balancer Controller that appends to X-Forwarded-For',
  service,
  compile: (input) => {
    const head = `The ALB in front of ${input.topology.name}: an Ingress that sends everything to the gateway.`
    const text = writeYaml([{ head, value: ingress(input) }, { value: backend(input) }])
    const notes = [...standingNotes(input), ...securityGroupSources(input).notes, ...ownNotes()]
    return { files: [{ path: 'ingress.yaml', text }], notes, contract: undefined }
  },
}

/** The Service of the gateway is none of type LoadBalancer here, and is told nothing. */
function service({ hop }: HopInput<LoadBalancerHop>): ServiceSettings {
  return { annotations: {}, externalTrafficPolicy: hop.trafficPolicy }
}

function ingress(input: HopInput<LoadBalancerHop>): Plain {
  const { topology } = input
  const { name, namespace } = topology
  const path = {
    path: '/',
    pathType: 'Prefix',
    backend: { service: { name: `${name}-gateway`, port: { name: 'http' } } },
  }
  const rules = topology.hosts.map((host) => ({ ...(host !== '*' && { host }), http: { paths: [path] } }))
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `${name}-alb`, namespace, annotations: annotations(input) },
    spec: { ingressClassName: 'alb', rules },
  }
}

function annotations(input: HopInput<LoadBalancerHop>): Readonly<Record<string, Plain>> {
  const { hop, topology } = input
  const { ranges } = securityGroupSources(input)
  return {
    [`${PREFIX}/scheme`]: schemeOf(topology.exposure),
    [`${PREFIX}/target-type`]: targetType(hop),
    [`${PREFIX}/listen-ports`]: because(
      `TLS ends here, with the certificate of ACM that fits the hosts; name one by certificate-arn if none does. ${ANNOTATIONS}#listen-ports`,
      '[{"HTTP": 80}, {"HTTPS": 443}]',
    ),
    [`${PREFIX}/ssl-redirect`]: '443',
    [`${PREFIX}/load-balancer-attributes`]: because(
      `append: the address of who connected goes to the right end of X-Forwarded-For, where the gateway counts; preserve would leave what a client wrote there (${HEADERS}). Names with other signs than letters, digits and hyphens are dropped, and with them copies such as x_client_ip (${ATTRIBUTES}).`,
      'routing.http.xff_header_processing.mode=append,routing.http.drop_invalid_header_fields.enabled=true',
    ),
    ...healthCheck(input),
    ...(ranges.length > 0 && {
      [`${PREFIX}/inbound-cidrs`]: because(
        `Only the edge may connect: everyone may without it. ${ANNOTATIONS}#inbound-cidrs`,
        ranges.join(','),
      ),
    }),
  }
}

/** The gateway refuses a check as it refuses everyone without a seal, unless there is a route that needs none. */
function healthCheck({ topology }: HopInput<LoadBalancerHop>) {
  const open = topology.exempt.find(({ method }) => method === 'GET')
  if (open !== undefined) return { [`${PREFIX}/healthcheck-path`]: open.path }
  const reason = `No GET route is exempt, so that the gateway refuses the check for want of a seal; that it does is what is asked. ${ANNOTATIONS}#success-codes`
  return { [`${PREFIX}/success-codes`]: because(reason, '200,401,403') }
}

function backend({ topology, hop }: HopInput<LoadBalancerHop>): Plain {
  const type = hop.targets === 'nodes' ? 'NodePort' : 'ClusterIP'
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: gatewayService(topology),
    spec: { type, ...gatewayPorts(topology, hop) },
  }
}

function ownNotes(): readonly Note[] {
  return [
    {
      kind: 'step',
      text: 'The gateway’s own Service must not be of type LoadBalancer: the ALB sends to a ClusterIP with pods, to a NodePort with nodes.',
    },
    {
      kind: 'limit',
      text: 'The ALB’s own jwt-validation takes RS256 alone and reads the Authorization header, so that it cannot check the seal: the gateway behind it does.',
      source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html',
    },
    {
      kind: 'limit',
      text: 'The ALB keeps the other headers of a client as they are, X-Client-IP and the assertion included: stripping is the gateway’s.',
      source: HEADERS,
    },
  ]
}
