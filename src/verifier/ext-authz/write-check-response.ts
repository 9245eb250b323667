import type { HeaderLine } from '../../headers/header-line.ts'
import type { Output } from '../../origin/outputs.ts'
import { REFUSAL } from '../../origin/refusal.ts'
import type { Decision } from '../../origin/verifier.ts'
import { namesToRemove } from '../names-to-remove.ts'
import { type CheckResponse, overwrite } from './check-messages.ts'

/** google.rpc.Code */
const UNAUTHENTICATED = 16

/** Envoy counts the bytes of the body itself. */
const DENIED_HEADERS = Object.entries(REFUSAL.headers).filter(([name]) => name !== 'content-length')

const DENIED: CheckResponse = {
  status: { code: UNAUTHENTICATED },
  denied_response: {
    status: { code: REFUSAL.status },
    headers: DENIED_HEADERS.map(([name, value]) => overwrite(name, value)),
    body: REFUSAL.body,
  },
}

/**
 * Returns the answer to Envoy: the outputs over whatever the client sent, every other spelling removed, and the client
 * as dynamic metadata for access logs, rate limits and RBAC. Or the refusal, the same for every reason.
 */
export function writeCheckResponse(
  decision: Decision,
  received: readonly HeaderLine[],
  outputs: readonly Output[],
): CheckResponse {
  if (decision.action === 'refuse') return DENIED
  const { client, set } = decision
  const facts = client === undefined ? {} : { ip: client.ip, via: client.via }
  const fields = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, { stringValue: value }] as const],
  )
  return {
    status: { code: 0 },
    ok_response: {
      headers: set.map(([name, value]) => overwrite(name.toLowerCase(), value)),
      headers_to_remove: namesToRemove(decision, received, outputs),
    },
    dynamic_metadata: { fields: Object.fromEntries(fields) },
  }
}
