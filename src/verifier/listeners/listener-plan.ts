import type { ListenDocument, VerifierDocument } from '../../config/verifier-schema.ts'
import type { ListenerName } from '../service-event.ts'
import type { OpenListener, Place, ProxySettings } from './open-listener.ts'

/** A port that a document asks for. */
export type PlannedListener = {
  readonly name: ListenerName
  /** 0 for any that is free. */
  readonly port: number
  /** All that cannot change while it is open: two plans of one key are one port. */
  readonly key: string
  readonly open: () => Promise<OpenListener>
}

type Settings<Name extends keyof ListenDocument> = NonNullable<ListenDocument[Name]>

/** How each kind of port is opened. */
export type Openers = {
  readonly forwardAuth: (settings: Settings<'forwardAuth'>, proxy?: ProxySettings) => Promise<OpenListener>
  readonly extAuthz: (settings: Settings<'extAuthz'>) => Promise<OpenListener>
  readonly sidecar: (settings: Settings<'sidecar'>, proxy?: ProxySettings) => Promise<OpenListener>
  readonly tcp: (settings: Settings<'tcp'>[number], proxy?: ProxySettings) => Promise<OpenListener>
  readonly health: (settings: Settings<'health'>) => Promise<OpenListener>
}

/** Lists the ports that a document asks for. What is not in a key may change while the port is open. */
export function planListeners(document: VerifierDocument, openers: Openers): readonly PlannedListener[] {
  const { listen, proxyProtocol, outputs } = document
  const { forwardAuth, extAuthz, sidecar, tcp, health } = listen
  const plans: PlannedListener[] = []
  if (forwardAuth) {
    const proxy = forwardAuth.proxyProtocol ? proxyProtocol : undefined
    plans.push(plan('forwardAuth', [forwardAuth, proxy], () => openers.forwardAuth(forwardAuth, proxy)))
  }
  if (extAuthz) plans.push(plan('extAuthz', [extAuthz], () => openers.extAuthz(extAuthz)))
  if (sidecar) {
    const proxy = sidecar.proxyProtocol ? proxyProtocol : undefined
    // Which names are ours it works out once, so that the outputs are fixed too.
    const fixed = [sidecar, proxy, sidecar, outputs] as const
    plans.push(plan('sidecar', fixed, () => openers.sidecar(sidecar, proxy)))
  }
  for (const one of tcp) {
    plans.push(plan('tcp', [one, proxyProtocol, one, proxyProtocol?.sources], () => openers.tcp(one, proxyProtocol)))
  }
  if (health) plans.push(plan('health', [health], () => openers.health(health)))
  return plans
}

/** The second proof is the verifier's, and not the port's. */
function plan(
  name: ListenerName,
  [{ port, host }, proxy, ...fixed]: readonly [Place, (ProxySettings | undefined)?, ...unknown[]],
  open: PlannedListener['open'],
): PlannedListener {
  const receiver = proxy && { ...proxy, sources: undefined }
  return { name, port, key: JSON.stringify([name, port, host, receiver, fixed]), open }
}
