const PROBLEM = { type: 'about:blank', title: 'Unauthorized', status: 401 }

const body = JSON.stringify(PROBLEM)

/**
 * The answer to every refused request, the same for each reason: whoever forges learns nothing from it.
 *
 * A problem document (RFC 9457). RFC 9110 section 15.5.2 demands a challenge with every 401; this one has no parameters,
 * and browsers do not know it, so they ask nobody for a password.
 */
export const REFUSAL = {
  status: 401,
  statusText: 'Unauthorized',
  headers: {
    'content-type': 'application/problem+json',
    'content-length': String(body.length),
    'cache-control': 'no-store',
    'www-authenticate': 'Assertion',
  },
  body,
} as const
