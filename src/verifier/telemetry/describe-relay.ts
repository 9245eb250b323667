import type { ProxyFacts } from '../../origin/node/proxy-protocol/facts.ts'
import type { TcpRelayEvent } from '../tcp-relay/event.ts'
import type { Described, WriteAddress } from './described.ts'

/** Says what became of a relayed connection, once: when it is over or was refused. */
export function describeRelay(event: TcpRelayEvent, write: WriteAddress): Described | undefined {
  const common = { msg: 'relay', listener: 'tcp', outcome: event.type, source: sourceOf(event.facts, write) }
  switch (event.type) {
    case 'opened':
      return undefined
    case 'closed': {
      const { end, bytesFromClient, bytesToClient } = event
      return { ...common, level: 30, end, bytesFromClient, bytesToClient }
    }
    case 'refused': {
      const { reason } = event.refusal
      const isOurs = reason === 'unreachable' || reason === 'connect-timeout'
      // A refusal may hold the source as it is; what is written of it is above.
      return { ...event.refusal, ...common, level: isOurs ? 50 : 40 }
    }
  }
}

function sourceOf(facts: ProxyFacts | undefined, write: WriteAddress): string | undefined {
  return facts?.command === 'PROXY' ? write(facts.source.address) : facts?.command
}
