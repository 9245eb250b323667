import type { ProxyProtocolEvent } from '../../origin/node/proxy-protocol/proxy-protocol-server.ts'
import type { VerifierEvent } from '../../origin/verifier-event.ts'
import type { ListenerName, ServiceEvent } from '../service-event.ts'

export type CounterName =
  | 'requests'
  | 'discarded_headers'
  | 'proxy_connections'
  | 'exchanges'
  | 'relayed_connections'
  | 'key_loads'
  | 'reloads'

type Count = readonly [CounterName, Readonly<Record<string, string>>]

/** Says which counters an event adds one to. */
export function countsOf(event: ServiceEvent): readonly Count[] {
  switch (event.type) {
    case 'request':
      return countRequest(event.event, event.listener)
    case 'facts-missing': {
      const outcome = event.mode === 'enforce' ? 'refused' : 'observed'
      return [['requests', { listener: event.listener, outcome, reason: event.type }]]
    }
    case 'connection':
      return [['proxy_connections', { listener: event.listener, outcome: outcomeOf(event.event) }]]
    case 'sidecar': {
      const { type: outcome } = event.event
      const status = event.event.type === 'answered' ? `${Math.floor(event.event.status / 100)}xx` : ''
      return [['exchanges', { outcome, status }]]
    }
    case 'relay': {
      const outcome = event.event.type === 'refused' ? event.event.refusal.reason : event.event.type
      return [['relayed_connections', { outcome }]]
    }
    case 'keys':
      return event.event.type === 'keys-expired' ? [] : [['key_loads', { outcome: event.event.type }]]
    case 'reloaded':
      return [['reloads', { outcome: 'done' }]]
    case 'reload-failed':
      return [['reloads', { outcome: 'failed' }]]
    case 'listening':
    case 'warning':
    case 'started':
    case 'start-failed':
    case 'draining':
    case 'stopped':
      return []
  }
}

function countRequest(event: VerifierEvent, listener: ListenerName): readonly Count[] {
  const reason = 'rejection' in event ? event.rejection.reason : ''
  const request: Count = ['requests', { listener, outcome: event.type, reason }]
  return event.discarded.length === 0 ? [request] : [request, ['discarded_headers', { listener }]]
}

function outcomeOf(event: ProxyProtocolEvent): string {
  switch (event.type) {
    case 'accepted':
      return event.facts.command === 'LOCAL' ? 'local' : 'accepted'
    case 'closed':
      return event.refusal.reason
    case 'listener-failed':
      return event.type
  }
}
