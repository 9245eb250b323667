import { CADDY } from './gateways/caddy.ts'
import { ENVOY } from './gateways/envoy.ts'
import { HAPROXY } from './gateways/haproxy.ts'
import { INGRESS_NGINX } from './gateways/ingress-nginx.ts'
import { KONG } from './gateways/kong.ts'
import { NGINX } from './gateways/nginx.ts'
import { NGINX_GATEWAY_FABRIC } from './gateways/nginx-gateway-fabric.ts'
import { NGINX_INGRESS } from './gateways/nginx-ingress.ts'
import { TRAEFIK } from './gateways/traefik.ts'
import { METALLB } from './load-balancers/metallb.ts'
import { APP } from './platforms/app.ts'
import type { Target } from './target.ts'

/** Everything that a path can be compiled to, in the order in which it is listed. */
export const TARGETS: readonly Target[] = [
  METALLB,
  ENVOY,
  HAPROXY,
  KONG,
  TRAEFIK,
  NGINX,
  INGRESS_NGINX,
  NGINX_INGRESS,
  NGINX_GATEWAY_FABRIC,
  CADDY,
  APP,
]
