import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { ServiceEvent } from './service-event.ts'

export type Metrics = {
  readonly count: (event: ServiceEvent) => void
  readonly show: () => Promise<{ readonly contentType: string; readonly text: string }>
  readonly stop: () => void
}

/**
 * Returns counters of what the service does, for Prometheus.
 *
 * Each label has a fixed set of values, none of which a client chooses, so that their number is bounded. The age of the
 * keys is the thing to have an alarm for.
 */
export function createMetrics(keyAgeSeconds: () => number | undefined): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'ipseal_verifier_requests_total',
    help: 'Requests by what became of them.',
    labelNames: ['listener', 'outcome', 'reason'] as const,
    registers,
  })
  const forged = new Counter({
    name: 'ipseal_verifier_discarded_headers_total',
    help: 'Requests that came with a header of ours which they must not have.',
    labelNames: ['listener'] as const,
    registers,
  })
  const connections = new Counter({
    name: 'ipseal_verifier_proxy_connections_total',
    help: 'Connections to listeners that demand a PROXY protocol header, by what became of them.',
    labelNames: ['listener', 'outcome'] as const,
    registers,
  })
  const reloads = new Counter({
    name: 'ipseal_verifier_reloads_total',
    help: 'Reloads of the document.',
    labelNames: ['outcome'] as const,
    registers,
  })
  const keyLoads = new Counter({
    name: 'ipseal_verifier_key_loads_total',
    help: 'Times that the key set was read, or could not be.',
    labelNames: ['outcome'] as const,
    registers,
  })
  new Gauge({
    name: 'ipseal_verifier_key_age_seconds',
    help: 'Seconds since the key set was read; absent without keys.',
    registers,
    collect() {
      const age = keyAgeSeconds()
      if (age === undefined) this.remove()
      else this.set(age)
    },
  })
  return {
    count: (event) => countEvent(event, { requests, forged, connections, reloads, keyLoads }),
    show: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    stop: () => registry.clear(),
  }
}

type Counters = {
  readonly requests: Counter<'listener' | 'outcome' | 'reason'>
  readonly forged: Counter<'listener'>
  readonly connections: Counter<'listener' | 'outcome'>
  readonly reloads: Counter<'outcome'>
  readonly keyLoads: Counter<'outcome'>
}

function countEvent(event: ServiceEvent, { requests, forged, connections, reloads, keyLoads }: Counters): void {
  switch (event.type) {
    case 'request': {
      const { listener, event: seen } = event
      const reason = 'rejection' in seen ? seen.rejection.reason : ''
      requests.inc({ listener, outcome: seen.type, reason })
      if (seen.discarded.length > 0) forged.inc({ listener })
      return
    }
    case 'facts-missing': {
      const outcome = event.mode === 'enforce' ? 'refused' : 'observed'
      requests.inc({ listener: event.listener, outcome, reason: event.type })
      return
    }
    case 'connection':
      connections.inc({ listener: event.listener, outcome: outcomeOf(event.event) })
      return
    case 'keys':
      if (event.event.type !== 'keys-expired') keyLoads.inc({ outcome: event.event.type })
      return
    case 'reloaded':
      reloads.inc({ outcome: 'done' })
      return
    case 'reload-failed':
      reloads.inc({ outcome: 'failed' })
      return
    case 'listening':
    case 'warning':
    case 'started':
    case 'start-failed':
    case 'draining':
    case 'stopped':
  }
}

function outcomeOf(event: (ServiceEvent & { readonly type: 'connection' })['event']): string {
  switch (event.type) {
    case 'accepted':
      return event.facts.command === 'LOCAL' ? 'local' : 'accepted'
    case 'closed':
      return event.refusal.reason
    case 'listener-failed':
      return event.type
  }
}
