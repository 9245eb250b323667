import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { ServiceEvent } from '../service-event.ts'
import { type CounterName, countsOf } from './counts-of.ts'

export type Metrics = {
  readonly count: (event: ServiceEvent) => void
  readonly show: () => Promise<{ readonly contentType: string; readonly text: string }>
  readonly stop: () => void
}

const COUNTERS: Readonly<Record<CounterName, { readonly help: string; readonly labelNames: readonly string[] }>> = {
  requests: { help: 'Requests by what became of them.', labelNames: ['listener', 'outcome', 'reason'] },
  discarded_headers: {
    help: 'Requests that came with a header of ours which clients must not have.',
    labelNames: ['listener'],
  },
  proxy_connections: {
    help: 'Connections to ports that demand a PROXY protocol header, by what became of them.',
    labelNames: ['listener', 'outcome'],
  },
  exchanges: {
    help: 'What became of requests behind the verifier of the sidecar, and the class of the answer.',
    labelNames: ['outcome', 'status'],
  },
  relayed_connections: { help: 'Connections in TCP mode by what became of them.', labelNames: ['outcome'] },
  key_loads: { help: 'Times that the key set was read, or could not be.', labelNames: ['outcome'] },
  reloads: { help: 'Reloads of the document.', labelNames: ['outcome'] },
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
  const counters = new Map(
    Object.entries(COUNTERS).map(([name, { help, labelNames }]) => {
      return [name, new Counter({ name: `ipseal_verifier_${name}_total`, help, labelNames, registers })] as const
    }),
  )
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
    count: (event) => {
      for (const [name, labels] of countsOf(event)) counters.get(name)?.inc(labels)
    },
    show: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    stop: () => registry.clear(),
  }
}
