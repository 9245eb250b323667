import { CILIUM } from './gateways/cilium.ts'
import { CONTOUR } from './gateways/contour.ts'
import { ENVOY } from './gateways/envoy.ts'
import { ENVOY_GATEWAY } from './gateways/envoy-gateway.ts'
import { HAPROXY } from './gateways/haproxy.ts'
import { ISTIO } from './gateways/istio.ts'
import { KGATEWAY } from './gateways/kgateway.ts'
import { METALLB } from './load-balancers/metallb.ts'
import { APP } from './platforms/app.ts'
import type { Target } from './target.ts'

/** Everything that a path can be compiled to, in the order in which it is listed. */
export const TARGETS: readonly Target[] = [
  KGATEWAY,
  ISTIO,
  ENVOY_GATEWAY,
  ENVOY,
  HAPROXY,
  CONTOUR,
  CILIUM,
  METALLB,
  APP,
]
