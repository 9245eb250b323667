import { parseAllDocuments } from 'yaml'
import type { Compiled } from '../../../../src/compile/index.ts'

/** Part of Envoy's configuration, in its JSON form. */
export type Json = { readonly [member: string]: unknown }

type Selector = { readonly kind: string; readonly name: string }

type GatewayDocument = {
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: { readonly infrastructure: { readonly annotations: Readonly<Record<string, string>> } }
}

type Match = { readonly path: { readonly type: 'Exact'; readonly value: string }; readonly method: string }

export type RouteRule = {
  readonly matches?: readonly Match[]
  readonly filters: readonly { readonly requestHeaderModifier: { readonly remove: readonly string[] } }[]
}

type RouteDocument = { readonly spec: { readonly rules: readonly RouteRule[] } }

type JwtRule = {
  readonly issuer: string
  readonly audiences: readonly string[]
  readonly fromHeaders: readonly { readonly name: string; readonly prefix?: string }[]
  readonly jwks: string
  readonly outputClaimToHeaders: readonly { readonly header: string; readonly claim: string }[]
  readonly forwardOriginalToken: boolean
}

export type AuthenticationDocument = {
  readonly spec: { readonly targetRefs: readonly Selector[]; readonly jwtRules: readonly JwtRule[] }
}

export type Operation = {
  readonly paths?: readonly string[]
  readonly notPaths?: readonly string[]
  readonly notMethods?: readonly string[]
}

export type AuthorizationRule = {
  readonly from?: readonly { readonly source: { readonly notRequestPrincipals: readonly string[] } }[]
  readonly to?: readonly { readonly operation: Operation }[]
}

export type AuthorizationDocument = {
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: {
    readonly targetRefs: readonly Selector[]
    readonly action: 'DENY' | 'CUSTOM'
    readonly provider?: { readonly name: string }
    readonly rules: readonly AuthorizationRule[]
  }
}

export type ConfigPatch = {
  readonly applyTo: 'NETWORK_FILTER' | 'HTTP_FILTER'
  readonly match: {
    readonly context: string
    readonly listener: {
      readonly filterChain: {
        readonly filter: { readonly name: string; readonly subFilter?: { readonly name: string } }
      }
    }
  }
  readonly patch: { readonly operation: 'MERGE' | 'INSERT_BEFORE' | 'INSERT_AFTER'; readonly value: EnvoyFilterValue }
}

/** A filter as Envoy has it. */
export type EnvoyFilterValue = { readonly name: string; readonly typed_config: Json }

export type FilterDocument = {
  readonly spec: {
    readonly workloadSelector: { readonly labels: Readonly<Record<string, string>> }
    readonly configPatches: readonly ConfigPatch[]
  }
}

/** Helm values of istiod. */
export type MeshDocument = {
  readonly meshConfig: {
    readonly extensionProviders: readonly {
      readonly name: string
      readonly envoyExtAuthzGrpc?: { readonly timeout: string; readonly failOpen: boolean }
    }[]
  }
}

type Kinds = {
  readonly Gateway: GatewayDocument
  readonly HTTPRoute: RouteDocument
  readonly RequestAuthentication: AuthenticationDocument
  readonly AuthorizationPolicy: AuthorizationDocument
  readonly EnvoyFilter: FilterDocument
}

type AnyDocument = { readonly kind: string }

/** All objects of one kind among the compiled files, in their order. */
export function documentsOf<Kind extends keyof Kinds>(compiled: Compiled, kind: Kind): readonly Kinds[Kind][] {
  return readAll(compiled).flatMap((document) => (isOf(document, kind) ? [document] : []))
}

/** The compiler has written it, whose members these types name; kubeconform holds them to the CRDs. */
function isOf<Kind extends keyof Kinds>(document: AnyDocument, kind: Kind): document is AnyDocument & Kinds[Kind] {
  return document.kind === kind
}

export function meshOf(compiled: Compiled): MeshDocument {
  const file = compiled.files.find(({ path }) => path === 'istiod-values.yaml')
  if (file === undefined) throw new Error('no istiod-values.yaml is compiled')
  // Sound: the compiler has written it.
  return parseAllDocuments(file.text)[0]?.toJS() as MeshDocument
}

function readAll({ files }: Compiled): readonly AnyDocument[] {
  const yaml = files.filter(({ path }) => path.endsWith('.yaml'))
  // Sound: a compiled document is an object of Kubernetes, or Helm's values, which have no kind and are taken for none.
  return yaml.flatMap(({ text }) => parseAllDocuments(text).map((document) => document.toJS() as AnyDocument))
}
