import type { Compiled } from '../../../../src/compile/index.ts'
import { type Members, objectsOf } from '../../../compile/read-yaml.ts'

export type Removal = { readonly remove: readonly string[] }

export type HttpSettings = {
  readonly useRemoteAddress?: boolean
  readonly xffNumTrustedHops?: number
  readonly xffTrustedCIDRs?: readonly string[]
  readonly skipXFFAppend?: boolean
  readonly earlyRequestHeaderModifier: Removal
  readonly upgradeConfig?: { readonly enabledUpgrades: readonly string[] }
}

export type JwtProvider = {
  readonly name: string
  readonly issuer: string
  readonly audiences: readonly string[]
  readonly tokenSource: { readonly header: { readonly header: string; readonly prefix?: string } }
  readonly claimsToHeaders: readonly { readonly name: string; readonly header: string }[]
  readonly forwardToken?: boolean
  readonly jwks: { readonly local: { readonly inline: string } }
}

type GatewayExtension = {
  readonly jwt?: { readonly providers: readonly [JwtProvider] }
  readonly extAuth?: { readonly failOpen: boolean }
}

/** Turns a filter on for what the policy is on, or off. */
type Switch = { readonly disable: object } | { readonly extensionRef: object }

export type Rbac = { readonly policy: { readonly matchExpressions: readonly string[] } }

export type PolicySettings = {
  readonly jwtAuth?: Switch
  readonly extAuth?: Switch
  readonly rbac?: Rbac
  readonly headerModifiers?: { readonly request: Removal }
}

type TrafficPolicy = PolicySettings & {
  readonly targetRefs: readonly { readonly kind: string; readonly name: string }[]
}

export type RouteMatch = {
  readonly path: { readonly type: 'Exact' | 'PathPrefix'; readonly value: string }
  readonly method?: string
}

type HttpRoute = {
  readonly rules: readonly {
    readonly matches?: readonly RouteMatch[]
    readonly filters: readonly { readonly requestHeaderModifier?: Removal }[]
  }[]
}

type Specs = {
  readonly ListenerPolicy: {
    readonly default: { readonly proxyProtocol?: object; readonly httpSettings: HttpSettings }
  }
  readonly GatewayExtension: GatewayExtension
  readonly TrafficPolicy: TrafficPolicy
  readonly HTTPRoute: HttpRoute
}

type Manifest<Kind extends keyof Specs> = {
  readonly kind: Kind
  readonly metadata: { readonly name: string }
  readonly spec: Specs[Kind]
}

/** All objects of a kind among the compiled files, in their order. */
export function manifestsOf<Kind extends keyof Specs>(compiled: Compiled, kind: Kind): readonly Manifest<Kind>[] {
  return objectsOf(compiled).filter((one) => isOf(one, kind))
}

/** Sound: the compiler has written it, whose members these types name, and its own tests hold it to the CRDs. */
function isOf<Kind extends keyof Specs>(object: Members, kind: Kind): object is Members & Manifest<Kind> {
  return object.kind === kind
}
