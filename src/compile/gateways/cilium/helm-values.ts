import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { hasOwnClass } from './gateway-class.ts'

const REFERENCE = 'https://docs.cilium.io/en/stable/helm-reference/'

/** What is set for every Gateway of a cluster at once: none of it can be said of one. */
export function ciliumValues(input: GatewayInput): Plain {
  const { entrance, service } = input
  return {
    gatewayAPI: {
      enabled: true,
      enableProxyProtocol: because(
        `For all listeners of all Gateways: with true, every connection without a header is closed (cilium/cilium#41876). Envoy takes one from anybody. ${REFERENCE}`,
        entrance.takesProxy,
      ),
      xffNumTrustedHops: because(
        'Counted from the right of X-Forwarded-For as it comes, one for each proxy that appended to it. There is no trust by prefixes: only X-Client-IP says who the client is.',
        entrance.forwardedHops,
      ),
      externalTrafficPolicy: hasOwnClass(input) ? undefined : service?.externalTrafficPolicy,
    },
  }
}
