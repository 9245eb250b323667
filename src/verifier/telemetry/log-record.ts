import { describeFault } from '../../fault/fault.ts'
import { truncateAddress } from '../../net/truncate-address.ts'
import type { ServiceEvent, StartFault } from '../service-event.ts'
import { describeConnection } from './describe-connection.ts'
import { describeExchange } from './describe-exchange.ts'
import { describeKeys } from './describe-keys.ts'
import { describeRelay } from './describe-relay.ts'
import { describeRequest } from './describe-request.ts'
import type { Described, WriteAddress } from './described.ts'

/**
 * Returns what the log says of an event, as one flat object; undefined for what metrics alone count.
 *
 * Words of this program and of the document, numbers, and addresses as `privacy.logAddress` has them: no header text, no
 * path, no token.
 */
export function logRecord(event: ServiceEvent, timeMs: number, form: 'truncated' | 'full'): object | undefined {
  const described = describe(event, form === 'full' ? (address) => address : truncateAddress)
  if (described === undefined) return undefined
  const { level, msg, ...facts } = described
  return { level, time: timeMs, msg, ...facts }
}

function describe(event: ServiceEvent, write: WriteAddress): Described | undefined {
  switch (event.type) {
    case 'request':
      return { ...describeRequest(event.event, write), listener: event.listener }
    case 'facts-missing': {
      const outcome = event.mode === 'enforce' ? 'refused' : 'observed'
      return { level: 40, msg: 'request', outcome, reason: event.type, listener: event.listener }
    }
    case 'connection':
      return { ...describeConnection(event.event, write), listener: event.listener }
    case 'sidecar':
      return describeExchange(event.event)
    case 'relay':
      return describeRelay(event.event, write)
    case 'keys':
      return describeKeys(event.event)
    case 'listening':
      return { level: 30, msg: 'listening', listener: event.listener, address: event.address, port: event.port }
    case 'warning':
      return { level: 40, msg: 'configuration', warning: describeFault(event.fault) }
    case 'started':
    case 'reloaded':
    case 'stopped':
      return { level: 30, msg: event.type }
    case 'draining':
      return { level: 30, msg: event.type, drainSeconds: event.drainSeconds }
    case 'start-failed':
      return { level: 60, msg: 'start failed', ...describeStartFault(event.fault) }
    case 'reload-failed':
      return { level: 50, msg: 'reload failed', ...describeStartFault(event.fault) }
  }
}

function describeStartFault({ message, faults }: StartFault): object {
  return faults === undefined ? { error: message } : { faults: faults.map(describeFault) }
}
