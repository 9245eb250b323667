import { ENVOY } from './gateways/envoy.ts'
import { ENVOY_GATEWAY } from './gateways/envoy-gateway.ts'
import { HAPROXY } from './gateways/haproxy.ts'
import { KGATEWAY } from './gateways/kgateway.ts'
import { KONG } from './gateways/kong.ts'
import { TRAEFIK } from './gateways/traefik.ts'
import { METALLB } from './load-balancers/metallb.ts'
import { APP } from './platforms/app.ts'
import type { Target } from './target.ts'

/** Everything that a path can be compiled to, in the order in which it is listed. */
export const TARGETS: readonly Target[] = [KGATEWAY, ENVOY_GATEWAY, ENVOY, KONG, HAPROXY, TRAEFIK, METALLB, APP]
