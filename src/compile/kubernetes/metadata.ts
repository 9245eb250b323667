import type { Plain } from '../yaml/because.ts'

/** A Kubernetes object, in the order in which people read it. */
export type Manifest = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [member: string]: Plain }
  readonly [member: string]: Plain
}

/** A reference to the Gateway that a policy attaches to; it lives in the same namespace. */
export function gatewayReference(name: string) {
  return { group: 'gateway.networking.k8s.io', kind: 'Gateway', name }
}
