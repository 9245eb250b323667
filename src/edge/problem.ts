/** What the edge itself answers when it does not pass a request on, by status. */
const TITLES = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  421: 'Misdirected Request',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
} as const

export type ProblemStatus = keyof typeof TITLES

/** The name of a status, as RFC 9110 and, for 499, nginx give it. */
export function titleOf(status: ProblemStatus): string {
  return TITLES[status]
}

/**
 * Returns a problem document (RFC 9457) for one of the edge's own refusals and failures.
 *
 * It says nothing but the status in words: the reason is for the log, since whoever tries to forge an address would
 * read it as advice, and no document holds an address.
 */
export function problem(status: ProblemStatus, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title: titleOf(status), status }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}
