import { HAPROXY } from './gateways/haproxy.ts'
import { ISTIO } from './gateways/istio.ts'
import { NGINX } from './gateways/nginx.ts'
import { METALLB } from './load-balancers/metallb.ts'
import { APP } from './platforms/app.ts'
import type { Target } from './target.ts'

/** Everything that a path can be compiled to, in the order in which it is listed. */
export const TARGETS: readonly Target[] = [HAPROXY, ISTIO, NGINX, METALLB, APP]
