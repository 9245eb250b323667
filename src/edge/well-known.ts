import type { Edge } from './edge.ts'
import { type Handled, handledByProblem } from './handled.ts'
import { problem } from './problem.ts'
import type { Visit } from './visit.ts'
import { answerWhoami } from './whoami.ts'

/** Short against the 30 minutes that a key is published before it signs, long enough to spare the edge. */
const KEYS_MAX_AGE_SECONDS = 60

type Answer = (visit: Visit) => Handled | Promise<Handled>

/**
 * Returns what answers under the well-known path; undefined for a path that is not under it.
 *
 * The whole prefix is the edge's: nothing under it reaches an origin, so that no origin can speak for the edge.
 */
export function wellKnownAnswers(edge: Edge): (visit: Visit) => Handled | Promise<Handled> | undefined {
  const { wellKnownPath } = edge.settings
  const answers = new Map<string, Answer>([
    [`${wellKnownPath}/jwks.json`, () => answerKeys(edge)],
    [`${wellKnownPath}/whoami`, (visit) => answerWhoami(edge, visit)],
    [`${wellKnownPath}/health`, answerHealth],
  ])
  const prefix = `${wellKnownPath}/`
  return (visit) => {
    const { path } = visit.target
    if (!path.startsWith(prefix)) return undefined
    const answer = answers.get(path)
    return answer === undefined ? handledByProblem('answered', 404) : answerReading(visit, answer)
  }
}

/** Answers requests that only read; the edge has nothing that could be changed. */
export async function answerReading(visit: Visit, answer: Answer): Promise<Handled> {
  const { method } = visit
  if (method === 'GET') return answer(visit)
  if (method !== 'HEAD') return { response: problem(405, { allow: 'GET, HEAD' }), outcome: 'unsupported' }
  const { response, ...handled } = await answer(visit)
  return { ...handled, response: new Response(null, response) }
}

/** The keys to verify seals with, whoever asks (RFC 7517 section 8.5 names the type). */
function answerKeys({ publicKeys }: Edge): Handled {
  const headers = {
    'content-type': 'application/jwk-set+json',
    'cache-control': `public, max-age=${KEYS_MAX_AGE_SECONDS}`,
  }
  return { response: new Response(JSON.stringify(publicKeys), { headers }), outcome: 'answered' }
}

/** Says that the edge has started, hence that it has keys that fit together. It asks no origin. */
function answerHealth(): Handled {
  return {
    response: Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } }),
    outcome: 'answered',
  }
}
