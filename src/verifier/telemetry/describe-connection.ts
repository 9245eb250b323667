import type { ProxyProtocolEvent } from '../../origin/node/proxy-protocol/proxy-protocol-server.ts'
import { type Described, nameError, type WriteAddress } from './described.ts'

export function describeConnection(event: ProxyProtocolEvent, write: WriteAddress): Described {
  switch (event.type) {
    case 'accepted':
      return { level: 30, msg: 'connection', outcome: event.facts.command === 'LOCAL' ? 'local' : 'accepted' }
    case 'closed': {
      const { peer } = event
      const shown = peer === undefined || peer === 'unix' ? peer : write(peer)
      return { level: 40, msg: 'connection', outcome: 'closed', peer: shown, ...event.refusal }
    }
    case 'listener-failed':
      return { level: 50, msg: 'listener failed', error: nameError(event.error) }
  }
}
