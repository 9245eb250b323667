import type { VerifierEvent, VerifierRejection } from '../../origin/verifier-event.ts'
import { type Described, type Level, nameError, type WriteAddress } from './described.ts'

/** Says what became of a request. Of what the token claims only what is in the key set or a number is shown. */
export function describeRequest(event: VerifierEvent, write: WriteAddress): Described {
  const discarded = event.discarded.length === 0 ? undefined : event.discarded
  const common = { msg: 'request', outcome: event.type, discarded }
  switch (event.type) {
    case 'verified':
      return { ...common, level: 30, client: write(event.client.ip), via: event.client.via }
    case 'exempt':
      return { ...common, level: 30, route: `${event.exemption.method} ${event.exemption.path}` }
    case 'refused':
    case 'observed':
      return { ...common, level: levelOf(event.rejection), ...describeRejection(event.rejection, write) }
  }
}

/** What is our own fault is an error; what a request can bring about is a warning. */
function levelOf({ reason }: VerifierRejection): Level {
  return reason === 'verifier-failed' || reason === 'keys-unavailable' ? 50 : 40
}

/** Members whose values are words of ours or of the key set. The others quote the token, which a client may have written. */
const SAFE_WORDS = new Set(['claim', 'missingFrom', 'part', 'parameter', 'keyId', 'fault'])

function describeRejection(rejection: VerifierRejection, write: WriteAddress): object {
  const { reason, ...facts } = rejection
  if (rejection.reason === 'verifier-failed') return { reason, error: nameError(rejection.error) }
  if (rejection.reason === 'wrong-source') return { reason, source: write(rejection.source) }
  const shown = Object.entries(facts).filter(([name, value]) => typeof value === 'number' || SAFE_WORDS.has(name))
  return { reason, ...Object.fromEntries(shown) }
}
