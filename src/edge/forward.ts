import type { Transport } from './transport.ts'

export type ForwardPlan = {
  readonly url: string
  readonly headers: Headers
  readonly timeoutSeconds: number
}

/** What came of asking the origin. */
export type Forwarded =
  | { readonly outcome: 'answered'; readonly response: Response }
  | { readonly outcome: 'timed-out' }
  | { readonly outcome: 'client-gone' }
  | { readonly outcome: 'unreachable'; readonly code: string | undefined }

type Deadline = { readonly hasPassed: () => boolean; readonly start: () => void; readonly stop: () => void }

/**
 * Sends `request` to an origin under new headers, both bodies as streams, and returns the origin's answer as it is.
 *
 * Redirects are passed on, never followed: a sealed request must not reach a host that the settings do not name. The
 * time allowed runs from the end of the request's body to the headers of the response, so that neither a long upload
 * nor a long download is cut.
 */
export async function forward(request: Request, plan: ForwardPlan, transport: Transport): Promise<Forwarded> {
  const abort = new AbortController()
  const disconnect = transport.disconnectOf(request)
  const isClientGone = (): boolean => disconnect?.aborted === true
  if (isClientGone()) return { outcome: 'client-gone' }
  disconnect?.addEventListener('abort', () => abort.abort(), { once: true })
  const deadline = createDeadline(plan.timeoutSeconds, () => abort.abort())
  try {
    const body = sendBody(request, transport, deadline)
    const init = { method: request.method, headers: plan.headers, body, redirect: 'manual', duplex: 'half' } as const
    const response = await transport.send(plan.url, { ...init, signal: abort.signal })
    return { outcome: 'answered', response: transport.passOn(response) }
  } catch (error) {
    if (deadline.hasPassed()) return { outcome: 'timed-out' }
    if (isClientGone()) return { outcome: 'client-gone' }
    return { outcome: 'unreachable', code: codeOf(error) }
  } finally {
    deadline.stop()
  }
}

function sendBody(request: Request, transport: Transport, deadline: Deadline): ReadableStream<Uint8Array> | null {
  if (request.body === null) {
    deadline.start()
    return null
  }
  const { stream, sent } = transport.trackBody(request.body, readLength(request.headers.get('content-length')))
  void sent.then(deadline.start)
  return stream
}

function readLength(contentLength: string | null): number | undefined {
  return contentLength !== null && /^\d{1,15}$/.test(contentLength) ? Number(contentLength) : undefined
}

function createDeadline(timeoutSeconds: number, onPassed: () => void): Deadline {
  let timer: ReturnType<typeof setTimeout> | undefined
  let state: 'running' | 'passed' | 'stopped' = 'running'
  const pass = (): void => {
    state = 'passed'
    onPassed()
  }
  return {
    hasPassed: () => state === 'passed',
    start: () => {
      if (state === 'running') timer = setTimeout(pass, timeoutSeconds * 1000)
    },
    stop: () => {
      if (state === 'running') state = 'stopped'
      clearTimeout(timer)
    },
  }
}

/** Node names the fault of a socket in `cause.code`, such as ECONNREFUSED. Its message may hold an address, and is left. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,31}$/.test(code) ? code : undefined
}
