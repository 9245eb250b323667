import { CADDY } from './gateways/caddy.ts'
import { CILIUM } from './gateways/cilium.ts'
import { CONTOUR } from './gateways/contour.ts'
import { ENVOY } from './gateways/envoy.ts'
import { ENVOY_GATEWAY } from './gateways/envoy-gateway.ts'
import { HAPROXY } from './gateways/haproxy.ts'
import { INGRESS_NGINX } from './gateways/ingress-nginx.ts'
import { ISTIO } from './gateways/istio.ts'
import { KGATEWAY } from './gateways/kgateway.ts'
import { KONG } from './gateways/kong.ts'
import { NGINX } from './gateways/nginx.ts'
import { NGINX_GATEWAY_FABRIC } from './gateways/nginx-gateway-fabric.ts'
import { NGINX_INGRESS } from './gateways/nginx-ingress.ts'
import { TRAEFIK } from './gateways/traefik.ts'
import { AKS } from './load-balancers/aks.ts'
import { AWS_ALB } from './load-balancers/aws-alb.ts'
import { AWS_NLB } from './load-balancers/aws-nlb.ts'
import { DIGITALOCEAN } from './load-balancers/digitalocean.ts'
import { GKE } from './load-balancers/gke.ts'
import { HETZNER } from './load-balancers/hetzner.ts'
import { IBM_VPC } from './load-balancers/ibm-vpc.ts'
import { LOAD_BALANCER } from './load-balancers/load-balancer.ts'
import { METALLB } from './load-balancers/metallb.ts'
import { OCTAVIA } from './load-balancers/octavia.ts'
import { SCALEWAY } from './load-balancers/scaleway.ts'
import { APP } from './platforms/app.ts'
import { TERRAFORM } from './platforms/terraform.ts'
import { WRANGLER } from './platforms/wrangler.ts'
import type { Target } from './target.ts'

/** Everything that a path can be compiled to, in the order in which it is listed. */
export const TARGETS: readonly Target[] = [
  KGATEWAY,
  ISTIO,
  ENVOY_GATEWAY,
  ENVOY,
  CONTOUR,
  CILIUM,
  KONG,
  INGRESS_NGINX,
  NGINX_INGRESS,
  NGINX_GATEWAY_FABRIC,
  NGINX,
  HAPROXY,
  TRAEFIK,
  CADDY,
  AWS_NLB,
  AWS_ALB,
  OCTAVIA,
  IBM_VPC,
  GKE,
  AKS,
  DIGITALOCEAN,
  HETZNER,
  SCALEWAY,
  METALLB,
  LOAD_BALANCER,
  WRANGLER,
  TERRAFORM,
  APP,
]
