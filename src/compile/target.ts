import type { PublicJwks } from '../assertion/public-jwks.ts'
import type { GatewayProduct, LoadBalancerProduct } from '../topology/products.ts'
import type { GatewayHop, LoadBalancerHop, Topology } from '../topology/topology.ts'
import type { Compiled } from './compiled.ts'
import type { Entrance } from './entrance.ts'
import type { ServiceSettings } from './kubernetes/service-settings.ts'

/** What every target is compiled from. */
export type TargetInput = {
  readonly topology: Topology
  /** The set that verifiers load: keys that are next, current and previous. */
  readonly jwks: PublicJwks
}

/** A hop of the path, with where it stands: `path[2]`. */
export type HopInput<Hop> = TargetInput & { readonly hop: Hop; readonly at: string; readonly entrance: Entrance }

/** `service` is what the load balancer in front asks of the gateway's Service; undefined where there is none. */
export type GatewayInput = HopInput<GatewayHop> & { readonly service: ServiceSettings | undefined }

/** Compiles one gateway. Throws a `CompileError` for what this version of it cannot do. */
export type GatewayTarget = {
  readonly kind: 'gateway'
  readonly name: GatewayProduct
  /** One line for `compile --list`. */
  readonly title: string
  /** It sends to any address, another gateway's too. Of others the application is the only next hop: they are the last gateway. */
  readonly passesOn?: true
  readonly compile: (input: GatewayInput) => Compiled
}

/** Compiles one load balancer: what the Service of the gateway behind it says, and that Service where nothing makes it. */
export type LoadBalancerTarget = {
  readonly kind: 'load-balancer'
  readonly name: LoadBalancerProduct
  readonly title: string
  readonly service: (input: HopInput<LoadBalancerHop>) => ServiceSettings
  readonly compile: (input: HopInput<LoadBalancerHop>) => Compiled
}

/** Compiles what belongs to the path as a whole: the Worker's variables, Terraform's, the application's document. */
export type PathTarget = {
  readonly kind: 'path'
  readonly name: 'wrangler' | 'terraform' | 'app'
  readonly title: string
  readonly compile: (input: TargetInput) => Compiled
}

export type Target = GatewayTarget | LoadBalancerTarget | PathTarget
