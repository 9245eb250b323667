import type { Runtime } from './build-runtime.ts'
import { createForwardAuth } from './forward-auth.ts'
import { createHealth, type Readiness } from './health-server.ts'
import { createBoundedServer } from './http-listener.ts'
import type { Openers } from './listener-plan.ts'
import type { Metrics } from './metrics.ts'
import { openHttp } from './open-http.ts'
import type { ServiceEvent } from './service-event.ts'

export type OpenersOptions = {
  /** Asked for each request, so that a reload takes effect with the next. */
  readonly current: () => Runtime
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Metrics
  readonly report: (event: ServiceEvent) => void
}

/** Returns how each kind of port is opened. */
export function createOpeners({ current, readiness, metrics, report }: OpenersOptions): Openers {
  const maxConnections = (): number => current().document.limits.maxConnections
  return {
    forwardAuth: (settings, { proxyProtocol }) => {
      const listener = createForwardAuth(() => {
        const { document, verifiers } = current()
        return {
          verifier: verifiers.forwardAuth,
          document,
          // Sound to fall back: a question that is under way while its port is taken out of the document.
          settings: document.listen.forwardAuth ?? settings,
          onFactsMissing: () => report({ type: 'facts-missing', listener: 'forwardAuth', mode: document.mode }),
        }
      })
      return openHttp(createBoundedServer(listener, maxConnections), {
        place: settings,
        proxy: settings.proxyProtocol ? proxyProtocol : undefined,
        report: (event) => report({ type: 'connection', listener: 'forwardAuth', event }),
      })
    },
    extAuthz: async (place) => {
      // Not sooner: what it needs is optional, and much.
      const { openExtAuthz } = await import('./ext-authz/open-ext-authz.ts')
      return openExtAuthz({
        place,
        current: () => ({ verifier: current().verifiers.extAuthz, outputs: current().document.outputs }),
        maxConnections,
        isReady: async () => (await readiness()) === 'ready',
      })
    },
    health: (settings) => {
      const listener = createHealth({ readiness, metrics: metrics.show })
      const server = createBoundedServer(listener, maxConnections)
      return openHttp(server, { place: settings, proxy: undefined, report: () => undefined })
    },
  }
}
