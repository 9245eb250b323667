import type { ListenDocument, VerifierDocument } from '../config/verifier-schema.ts'
import type { OpenListener, Place } from './http-listener.ts'
import type { ListenerName } from './service-event.ts'

/** A port that a document asks for. */
export type PlannedListener = {
  readonly name: ListenerName
  /** 0 for any that is free. */
  readonly port: number
  /** All that cannot change while it is open: two plans of one key are one port. */
  readonly key: string
  readonly open: () => Promise<OpenListener>
}

export type Openers = {
  readonly [Name in 'forwardAuth' | 'extAuthz' | 'health']: (
    settings: NonNullable<ListenDocument[Name]>,
    document: VerifierDocument,
  ) => Promise<OpenListener>
}

/** Lists the ports that a document asks for, health last, so that whoever asks whether the service is there hears of all. */
export function planListeners(document: VerifierDocument, openers: Openers): readonly PlannedListener[] {
  const { forwardAuth, extAuthz, health } = document.listen
  const plans: PlannedListener[] = []
  if (forwardAuth) {
    const fixed = forwardAuth.proxyProtocol ? document.proxyProtocol : undefined
    plans.push(plan('forwardAuth', { at: forwardAuth, fixed }, () => openers.forwardAuth(forwardAuth, document)))
  }
  if (extAuthz) plans.push(plan('extAuthz', { at: extAuthz }, () => openers.extAuthz(extAuthz, document)))
  if (health) plans.push(plan('health', { at: health }, () => openers.health(health, document)))
  return plans
}

function plan(
  name: ListenerName,
  { at: { port, host }, fixed }: { readonly at: Place; readonly fixed?: unknown },
  open: PlannedListener['open'],
): PlannedListener {
  return { name, port, key: JSON.stringify([name, port, host, fixed]), open }
}
