import type { Plain } from '../yaml/because.ts'

/** What a load balancer is told through the Service of the gateway behind it, whoever makes that Service. */
export type ServiceSettings = {
  /** Every value is text. A key that the controller does not know is ignored without a word, so none is made up here. */
  readonly annotations: Readonly<Record<string, Plain>>
  readonly externalTrafficPolicy: Plain
  readonly loadBalancerClass?: string
  /** Who may connect, where no annotation says it: this field of a Service is what kube-proxy or the controller reads. */
  readonly loadBalancerSourceRanges?: Plain
}
