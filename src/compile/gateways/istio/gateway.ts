import { isAtLeast } from '../../../topology/version.ts'
import { gateway, gatewayName } from '../../kubernetes/gateway-api.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../target.ts'
import { because, plainOf } from '../../yaml/because.ts'
import { writeYaml } from '../../yaml/write-yaml.ts'
import { needRelease, SERVICE_OVERLAY } from './version.ts'

const PROXY_CONFIG = 'proxy.istio.io/config'

/** Gateway API took no more on `spec.infrastructure` before 1.5, and clusters keep their CRDs for long. */
const MOST_ANNOTATIONS = 8

/** The first release whose health port takes a PROXY header, if it is told to (istio/istio#39868). */
const HEALTH_PROXY_RELEASE = '1.27'

/** The Gateway, from which Istio makes Deployment and Service, and what is otherwise than usual about these. */
export function istioGateway(input: GatewayInput): readonly Manifest[] {
  const options = overlay(input)
  const parameters = because(
    'Merged over what Istio makes for this Gateway. https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment',
    { group: '', kind: 'ConfigMap', name: overlayName(input) },
  )
  const infrastructure = {
    annotations: {
      ...(hasManyAnnotations(input) ? {} : input.service?.annotations),
      [PROXY_CONFIG]: because(
        'Istio copies this to the pods, whose agent reads it; a change needs no restart of istiod. https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/',
        proxyConfig(input),
      ),
    },
    parametersRef: options === undefined ? undefined : parameters,
  }
  const made = gateway(input, { className: 'istio', infrastructure })
  return options === undefined ? [made] : [options, made]
}

/** The text of `proxy.istio.io/config`: a document of its own, with its reasons inside. */
function proxyConfig({ entrance }: GatewayInput): string {
  const { takesProxy, forwardedHops } = entrance
  const proxy = because(
    'Every connection begins with a PROXY header, or is closed. Envoy takes one from anybody: the NetworkPolicy, or the firewall, says who reaches the port.',
    {},
  )
  const trusted = because(
    'Counted from the right of X-Forwarded-For as it comes, one for each proxy that appended to it. Istio knows no trust by prefixes: whoever comes around them can write this address, so that only X-Client-IP says who the client is.',
    forwardedHops,
  )
  const value = {
    gatewayTopology: {
      proxyProtocol: takesProxy ? proxy : undefined,
      numTrustedProxies: trusted,
      forwardClientCertDetails: because(
        'X-Forwarded-Client-Cert of clients is removed, and no other made.',
        'SANITIZE',
      ),
    },
  }
  return writeYaml([{ value }])
}

function overlayName({ topology }: GatewayInput): string {
  return `${gatewayName(topology)}-options`
}

function hasManyAnnotations({ service }: GatewayInput): boolean {
  return Object.keys(service?.annotations ?? {}).length + 1 > MOST_ANNOTATIONS
}

function overlay(input: GatewayInput): Manifest | undefined {
  const service = serviceOverlay(input)
  const deployment = deploymentOverlay(input)
  if (service === undefined && deployment === undefined) return undefined
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: overlayName(input), namespace: input.topology.namespace },
    data: { service, deployment },
  }
}

/** What `infrastructure` has no field for. */
function serviceOverlay(input: GatewayInput): string | undefined {
  const { service } = input
  if (service === undefined) return undefined
  const { annotations, ...spec } = service
  const { externalTrafficPolicy, loadBalancerClass, loadBalancerSourceRanges } = spec
  const isUsual =
    plainOf(externalTrafficPolicy) === 'Cluster' &&
    loadBalancerClass === undefined &&
    loadBalancerSourceRanges === undefined
  const many = hasManyAnnotations(input)
  if (isUsual && !many) return undefined
  needRelease(input, SERVICE_OVERLAY)
  const value = {
    metadata: many ? { annotations } : undefined,
    spec,
  }
  return writeYaml([{ value }])
}

function deploymentOverlay({ hop, entrance }: GatewayInput): string | undefined {
  if (!entrance.takesProxy || !isAtLeast(hop.version, HEALTH_PROXY_RELEASE)) return undefined
  const name = because(
    'The load balancer sends its PROXY header to the health port 15021 too, which takes it from now on and the kubelet’s probes as before. https://github.com/istio/istio/issues/39868',
    'ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL',
  )
  const containers = [{ name: 'istio-proxy', env: [{ name, value: 'true' }] }]
  return writeYaml([{ value: { spec: { template: { spec: { containers } } } } }])
}
