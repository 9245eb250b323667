import { ENVOY_GATEWAY } from './gateways/envoy-gateway.ts'
import { HAPROXY } from './gateways/haproxy.ts'
import { ISTIO } from './gateways/istio.ts'
import { NGINX } from './gateways/nginx.ts'
import { METALLB } from './load-balancers/metallb.ts'
import { APP } from './platforms/app.ts'
import type { Target } from './target.ts'

/** Everything that a path can be compiled to, in the order in which it is listed. */
export const TARGETS: readonly Target[] = [ENVOY_GATEWAY, HAPROXY, ISTIO, NGINX, METALLB, APP]
