import type { SidecarEvent } from '../sidecar/event.ts'
import type { Described } from './described.ts'

/** Says what became of a request behind the verifier; nothing of answers, as the verifier's own line tells the request. */
export function describeExchange(event: SidecarEvent): Described | undefined {
  const { type: outcome, ...facts } = event
  const common = { msg: 'exchange', listener: 'sidecar', outcome, ...facts }
  switch (event.type) {
    case 'answered':
      return undefined
    case 'unreachable':
    case 'timed-out':
    case 'overloaded':
      return { ...common, level: 50 }
    case 'turned-away':
    case 'broken-off':
      return { ...common, level: 40 }
    case 'client-gone':
    case 'retried':
    case 'upgraded':
    case 'upgrade-ended':
      return { ...common, level: 30 }
  }
}
