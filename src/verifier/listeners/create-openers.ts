import type { ListenDocument } from '../../config/verifier-schema.ts'
import type { Verifier } from '../../origin/verifier.ts'
import type { Runtime } from '../build-runtime.ts'
import { createForwardAuth } from '../forward-auth/forward-auth.ts'
import type { ListenerName, ServiceEvent } from '../service-event.ts'
import { createSidecar } from '../sidecar/sidecar.ts'
import { createTcpRelay } from '../tcp-relay/tcp-relay.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { readRelayUpstream, sourcePrefixes } from '../translate-document.ts'
import { createHealth, type Readiness } from './answer-health.ts'
import { createBoundedServer } from './bounded-server.ts'
import type { Openers } from './listener-plan.ts'
import { type ListenOptions, openListener } from './open-listener.ts'

export type ListenerContext = {
  /** Asked for each request, so that a reload takes effect with the next. */
  readonly current: () => Runtime
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Metrics
  readonly report: (event: ServiceEvent) => void
}

/** Returns how each kind of port is opened. */
export function createOpeners(context: ListenerContext): Openers {
  const { current, readiness, metrics, report } = context
  return {
    forwardAuth: (place, proxy) => {
      const server = createBoundedServer(forwardAuthOf(place, context))
      return openListener(server, { place, proxy, ...receiverOf('forwardAuth', context) })
    },
    extAuthz: async (place) => {
      // Not sooner: what it needs is optional, and much.
      const { openExtAuthz } = await import('../ext-authz/open-ext-authz.ts')
      return openExtAuthz({
        place,
        maxConnections: () => current().document.limits.maxConnections,
        current: () => ({ verifier: current().verifiers.extAuthz, outputs: current().document.outputs }),
        isReady: async () => (await readiness()) === 'ready',
      })
    },
    sidecar: ({ port, host, proxyProtocol: _, ...settings }, proxy) => {
      const verifier = follow(() => current().verifiers.sidecar)
      const server = createSidecar({ ...settings, verifier, report: (event) => report({ type: 'sidecar', event }) })
      return openListener(server, { place: { port, host }, proxy, ...receiverOf('sidecar', context) })
    },
    tcp: ({ port, host, upstream, ...settings }, proxy) => {
      const sources = sourcePrefixes(proxy?.sources)
      const server = createTcpRelay({
        ...settings,
        ...(sources && { sources }),
        upstream: readRelayUpstream(upstream),
        maxConnections: current().document.limits.maxConnections,
        report: (event) => report({ type: 'relay', event }),
      })
      return openListener(server, { place: { port, host }, proxy, ...receiverOf('tcp', context) })
    },
    health: (place) => {
      const server = createBoundedServer(createHealth({ readiness, metrics: metrics.show }))
      return openListener(server, { place, ...receiverOf('health', context) })
    },
  }
}

function forwardAuthOf(place: NonNullable<ListenDocument['forwardAuth']>, { current, report }: ListenerContext) {
  return createForwardAuth(() => {
    const { document, verifiers } = current()
    return {
      verifier: verifiers.forwardAuth,
      document,
      // For a question that is under way while its port is taken out of the document.
      settings: document.listen.forwardAuth ?? place,
      onFactsMissing: () => report({ type: 'facts-missing', listener: 'forwardAuth', mode: document.mode }),
    }
  })
}

function receiverOf(
  listener: ListenerName,
  { current, report }: ListenerContext,
): Pick<ListenOptions, 'maxConnections' | 'report'> {
  return {
    maxConnections: () => current().document.limits.maxConnections,
    report: (event) => report({ type: 'connection', listener, event }),
  }
}

/** A verifier that is whichever there is at the time. */
function follow(current: () => Verifier): Verifier {
  return {
    check: (request) => current().check(request),
    remove: (name) => current().remove(name),
    get needsConnection() {
      return current().needsConnection
    },
  }
}
