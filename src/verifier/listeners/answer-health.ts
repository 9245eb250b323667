import type { RequestListener, ServerResponse } from 'node:http'

export type Health = {
  /** `ready`, or why no request should be sent here. */
  readonly readiness: () => Promise<Readiness>
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>
}

export type Readiness = 'ready' | 'no-keys' | 'starting' | 'draining'

/**
 * Returns the listener for those who run the service: `/healthz` while the process answers, `/readyz` while it has keys
 * and is not about to end, `/metrics` for Prometheus. It is for a port of its own, which no client reaches.
 */
export function createHealth({ readiness, metrics }: Health): RequestListener {
  return (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead) return answer(response, 405, { status: 'method-not-allowed' })
    const path = request.url ?? ''
    switch (path) {
      case '/healthz':
        return answer(response, 200, { status: 'alive' })
      case '/readyz':
        void readiness().then((status) => answer(response, status === 'ready' ? 200 : 503, { status }))
        return
      case '/metrics':
        void metrics().then(
          ({ contentType, text }) => response.writeHead(200, { 'content-type': contentType }).end(text),
          () => answer(response, 500, { status: 'metrics-failed' }),
        )
        return
      default:
        return answer(response, 404, { status: 'not-found' })
    }
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': text.length, 'cache-control': 'no-store' }
  response.writeHead(status, headers).end(text)
}
