import { guardReport } from '../origin/guard-report.ts'
import { buildRuntime, type Runtime } from './build-runtime.ts'
import type { Readiness } from './listeners/answer-health.ts'
import { createOpeners } from './listeners/create-openers.ts'
import { planListeners } from './listeners/listener-plan.ts'
import { keepListeners, type Opened } from './listeners/listener-set.ts'
import { ServiceError } from './service-error.ts'
import type { ListenerName, ServiceEvent } from './service-event.ts'
import { describeStart } from './start-fault.ts'
import { logRecord } from './telemetry/log-record.ts'
import { createMetrics } from './telemetry/metrics.ts'

export type VerifierServiceOptions = {
  /** The document, or the path of a file with it: what `IPSEAL_VERIFIER_CONFIG` holds. */
  readonly source: string | undefined
  /** Told of everything, one record each. If it throws, that record is lost and nothing else. */
  readonly write: (record: object) => void
}

export type VerifierService = {
  readonly listening: () => readonly { readonly name: ListenerName; readonly port: number }[]
  /**
   * Reads document and keys again. If they do not serve, that is reported and the old ones serve on. Nothing happens once
   * the service is stopping. Never rejects.
   */
  readonly reload: () => Promise<void>
  /** Takes no more requests, lets those under way end within `limits.drainSeconds`, and resolves when nothing is open. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the verifier service: every listener of its document, over one set of keys.
 *
 * It keeps no state between requests, so that any number of them may run side by side. What keeps it from starting is
 * reported and thrown: a ConfigError with all faults of the document at once, a fault of the keys, or the system's error
 * for a port that cannot be had.
 */
export async function startVerifier(options: VerifierServiceOptions): Promise<VerifierService> {
  const service = prepareService(options)
  try {
    await service.load()
  } catch (error) {
    service.report({ type: 'start-failed', fault: describeStart(error) })
    await service.end()
    throw error
  }
  service.report({ type: 'started' })
  // One at a time: a reload that overtakes another would bring back what that one has replaced.
  let turn = Promise.resolve()
  let isStopping = false
  const reload = (): Promise<void> => {
    turn = turn.then(async () => {
      // What it opened nobody would close, and the process would never end.
      if (isStopping) return
      try {
        await service.load()
        service.report({ type: 'reloaded' })
      } catch (error) {
        service.report({ type: 'reload-failed', fault: describeStart(error) })
      }
    })
    return turn
  }
  const stop = async (): Promise<void> => {
    isStopping = true
    await turn
    await service.end()
    service.report({ type: 'stopped' })
  }
  return { listening: service.listening, reload, stop }
}

const NO_KEYS = {
  code: 'NO_KEYS',
  path: 'jwks',
  rule: 'a document that is taken in place of another has to give keys',
  nextStep: 'Look at the record before this one for why it does not',
} as const

function prepareService({ source, write }: VerifierServiceOptions) {
  let runtime: Runtime | undefined
  let isDraining = false
  const metrics = createMetrics(() => runtime?.keys.ageSeconds())
  const writeSafely = guardReport(write)
  const report = (event: ServiceEvent): void => {
    metrics.count(event)
    const record = logRecord(event, Date.now(), runtime?.document.privacy.logAddress ?? 'truncated')
    if (record !== undefined) writeSafely(record)
  }
  const listeners = keepListeners((opened) => report(describeOpened(opened)))
  const readiness = async (): Promise<Readiness> => {
    const hasKeys = await runtime?.keys.areThere()
    if (isDraining) return 'draining'
    if (hasKeys === undefined || !listeners.isWhole()) return 'starting'
    return hasKeys ? 'ready' : 'no-keys'
  }
  const load = async (): Promise<void> => {
    const next = await buildRuntime(source, report)
    const previous = runtime
    const openers = createOpeners({ current: () => runtime ?? next, readiness, metrics, report })
    for (const fault of next.warnings) report({ type: 'warning', fault })
    const hasKeys = await next.keys.areThere()
    // A first start goes on without them and is not ready: they may be on their way, and a restart brings them no nearer.
    if (!hasKeys && previous !== undefined) throw new ServiceError(NO_KEYS)
    const { drainSeconds } = (previous ?? next).document.limits
    await listeners.change(planListeners(next.document, openers), drainSeconds)
    runtime = next
  }
  const end = async (): Promise<void> => {
    const drainSeconds = runtime?.document.limits.drainSeconds ?? 0
    isDraining = true
    if (runtime !== undefined) report({ type: 'draining', drainSeconds })
    await listeners.close(drainSeconds)
    metrics.stop()
  }
  return { load, end, report, listening: () => listeners.open().map(placeOf) }
}

function placeOf({ plan, listener }: Opened): { readonly name: ListenerName; readonly port: number } {
  return { name: plan.name, port: listener.address.port }
}

function describeOpened({ plan, listener }: Opened): ServiceEvent {
  const { address, port } = listener.address
  return { type: 'listening', listener: plan.name, address, port }
}
