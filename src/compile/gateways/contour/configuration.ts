import type { Manifest } from '../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'

/** Where Contour's own manifests put it, and its Envoy. */
export const CONTOUR_NAMESPACE = 'projectcontour'

const REFERENCE = 'https://projectcontour.io/docs/main/config/api/'

/** What is set for the whole of a Contour: it knows neither PROXY protocol nor hop counts for one host or listener. */
export function contourConfiguration({ entrance }: GatewayInput): Manifest {
  return {
    apiVersion: 'projectcontour.io/v1alpha1',
    kind: 'ContourConfiguration',
    metadata: { name: 'contour', namespace: CONTOUR_NAMESPACE },
    spec: {
      envoy: {
        listener: {
          useProxyProtocol: because(
            `For all listeners at once. Envoy takes a header from anybody: the NetworkPolicy, or the firewall, says who reaches the ports. ${REFERENCE}`,
            entrance.takesProxy,
          ),
        },
        network: {
          numTrustedHops: because(
            'Counted from the right of X-Forwarded-For as it comes, one for each proxy that appended to it. There is no trust by prefixes: only X-Client-IP says who the client is.',
            entrance.forwardedHops,
          ),
        },
        logging: {
          accessLogFormat: 'json',
          accessLogJSONFields: because(
            'client is the verified address, or "-". %DOWNSTREAM_REMOTE_ADDRESS% never becomes it. https://projectcontour.io/docs/main/config/access-logging/',
            [
              '@timestamp',
              'client=%REQ(X-CLIENT-IP)%',
              'peer=%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%',
              'method',
              'authority',
              'response_code',
              'response_code_details',
            ],
          ),
        },
      },
    },
  }
}

/** A patch for the Service of Contour's Envoy, which Contour's own manifests make. */
export function envoyService({ service }: GatewayInput): Plain {
  if (service === undefined) return undefined
  const { annotations: given, ...spec } = service
  const annotations = Object.keys(given).length === 0 ? undefined : given
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'envoy', namespace: CONTOUR_NAMESPACE, annotations },
    spec,
  }
}
