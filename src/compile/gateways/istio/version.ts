import { isAtLeast } from '../../../topology/version.ts'
import { CompileError } from '../../compile-error.ts'
import type { GatewayInput } from '../../target.ts'

export type Need = {
  /** The first release that has it. */
  readonly least: string
  /** What is missing before: `Istio 1.25 <lacks>`. */
  readonly lacks: string
  readonly nextStep: string
}

/** Refuses what the release on the path does not have. Releases were read off istio/istio: its tags, charts and go.mod. */
export function needRelease({ hop, at }: GatewayInput, { least, lacks, nextStep }: Need): void {
  if (isAtLeast(hop.version, least)) return
  const rule = `Istio before ${least} ${lacks}`
  throw new CompileError({ code: 'UNSUPPORTED_VERSION', path: `${at}.version`, rule, received: hop.version, nextStep })
}

/** Policies that name a Gateway: targetRefs in security.istio.io/v1 (istio/istio#50439). */
export const POLICY_ATTACHMENT: Need = {
  least: '1.22',
  lacks: 'attaches no policy to a Gateway by targetRefs',
  nextStep: 'Use Istio 1.22 or later, or a gateway before it that verifies',
}

/** `remove_on_match` of Envoy's header mutations, which istiod has to know to hand it on (go-control-plane in its go.mod). */
export const PATTERN_REMOVAL: Need = {
  least: '1.28',
  lacks: 'cannot remove headers by a pattern, and an application may read more spellings than can be listed',
  nextStep: 'Use Istio 1.28 or later, or set "verifies": "forward-auth": the service removes every spelling that comes',
}

/** The ConfigMap behind `infrastructure.parametersRef` (istio/istio#55283). */
export const SERVICE_OVERLAY: Need = {
  least: '1.26',
  lacks: 'makes a Service whose externalTrafficPolicy, class, source ranges and further annotations cannot be set',
  nextStep: 'Use Istio 1.26 or later',
}

/** `DestinationRule.trafficPolicy.proxyProtocol` came in 1.21 and did nothing without TLS before 1.23 (istio/istio#51769). */
export const UPSTREAM_PROXY: Need = {
  least: '1.23',
  lacks: 'sends no PROXY header to a backend without TLS of its own',
  nextStep: 'Use Istio 1.23 or later, or end TLS at the gateway',
}
