import type { Rejection } from '../assertion/rejection.ts'
import { describeFault } from '../fault/fault.ts'
import type { Address } from '../net/address.ts'
import { truncateAddress } from '../net/truncate-address.ts'
import type { ProxyProtocolEvent } from '../origin/node-proxy-protocol-server.ts'
import type { VerifierEvent, VerifierFailure } from '../origin/verifier-event.ts'
import type { ServiceEvent, StartFault } from './service-event.ts'

/** The numbers that pino writes: info, warn, error, fatal. */
type Level = 30 | 40 | 50 | 60

type WriteAddress = (address: Address) => string

/**
 * Returns what the log says of an event, as one flat object.
 *
 * Words of this program and of the document, numbers, and addresses as `privacy.logAddress` has them: no header text, no
 * path, no token.
 */
export function logRecord(event: ServiceEvent, timeMs: number, form: 'truncated' | 'full'): object {
  const { level, msg, ...facts } = describe(event, form === 'full' ? (address) => address : truncateAddress)
  return { level, time: timeMs, msg, ...facts }
}

type Described = { readonly level: Level; readonly msg: string; readonly [fact: string]: unknown }

function describe(event: ServiceEvent, write: WriteAddress): Described {
  switch (event.type) {
    case 'request':
      return { ...describeRequest(event.event, write), listener: event.listener }
    case 'facts-missing': {
      const outcome = event.mode === 'enforce' ? 'refused' : 'observed'
      return { level: 40, msg: 'request', outcome, reason: event.type, listener: event.listener }
    }
    case 'connection':
      return { ...describeConnection(event.event, write), listener: event.listener }
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

function describeRequest(event: VerifierEvent, write: WriteAddress): Described {
  const discarded = event.discarded.length === 0 ? undefined : event.discarded
  const common = { msg: 'request', outcome: event.type, discarded }
  switch (event.type) {
    case 'verified':
      return { ...common, level: 30, client: write(event.client.ip), via: event.client.via }
    case 'exempt':
      return { ...common, level: 30, route: `${event.exemption.method} ${event.exemption.path}` }
    case 'refused':
    case 'observed':
      return { ...common, level: 40, ...describeRejection(event.rejection) }
  }
}

/** Members whose values are words of ours or of the key set. The others quote the token, which a client may have written. */
const SAFE_WORDS = new Set(['claim', 'missingFrom', 'part', 'parameter', 'keyId', 'fault'])

function describeRejection(rejection: Rejection | VerifierFailure): object {
  const { reason, ...facts } = rejection
  const shown = Object.entries(facts).filter(([name, value]) => typeof value === 'number' || SAFE_WORDS.has(name))
  return { reason, ...Object.fromEntries(shown) }
}

function describeConnection(event: ProxyProtocolEvent, write: WriteAddress): Described {
  switch (event.type) {
    case 'accepted':
      return { level: 30, msg: 'connection', outcome: event.facts.command === 'LOCAL' ? 'local' : 'accepted' }
    case 'closed': {
      const peer = event.peer === undefined ? undefined : write(event.peer)
      return { level: 40, msg: 'connection', outcome: 'closed', peer, ...event.refusal }
    }
    case 'listener-failed':
      return {
        level: 50,
        msg: 'listener failed',
        error: event.error instanceof Error ? event.error.message : undefined,
      }
  }
}
