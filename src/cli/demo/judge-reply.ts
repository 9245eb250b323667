import type { DemoRequest } from './requests.ts'
import type { Reply } from './send-request.ts'

/** Who got their way: an honest client, the edge and origin, or a forger. */
export type Outcome = {
  readonly held: boolean
  readonly text: string
}

/** Judges a request by what the application answered alone, whatever the parts of the path said. */
export function judgeReply({ want, forged }: DemoRequest, reply: Reply): Outcome {
  const told = clientTold(reply)
  if (forged !== undefined && told === forged) return { held: false, text: `FORGERY WON: told ${told}` }
  if (want === undefined) {
    const isRefused = 'closed' in reply || reply.status === 401 || reply.status === 403
    return { held: isRefused && told === undefined, text: `${describe(reply)}, forgery failed` }
  }
  const isRight = told === want
  if (!isRight) return { held: false, text: `FAILED: ${describe(reply)}, told ${told ?? 'nothing'}` }
  return { held: true, text: forged === undefined ? `200, told ${told}` : `200, told ${told}, forgery failed` }
}

function describe(reply: Reply): string {
  return 'closed' in reply ? 'connection closed' : String(reply.status)
}

/** The address that the application was given, as it says itself. */
function clientTold(reply: Reply): string | undefined {
  if ('closed' in reply || reply.status !== 200) return undefined
  const answer = parseBody(reply.body)
  const client = typeof answer === 'object' && answer !== null && 'client' in answer ? answer.client : undefined
  return typeof client === 'string' ? client : undefined
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
