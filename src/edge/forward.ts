import { createDeadline, type Deadline } from './deadline.ts'
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

/**
 * Sends `request` to an origin under new headers, both bodies as streams, and returns the origin's answer as it is.
 *
 * Redirects are passed on, never followed: a sealed request must not reach a host that the settings do not name. The
 * time allowed runs from the end of the request's body to the headers of the response, so that neither a long upload
 * nor a long download is cut.
 */
export async function forward(request: Request, plan: ForwardPlan, transport: Transport): Promise<Forwarded> {
  const lifeline = transport.tie(request)
  const deadline = createDeadline(plan.timeoutSeconds)
  const { method } = request
  const body = sendBody(request, transport, deadline)
  try {
    const init = { method, headers: plan.headers, body, redirect: 'manual', duplex: 'half' } as const
    const sending = transport.send(plan.url, { ...init, signal: lifeline.signal })
    const answer = await Promise.race([sending, deadline.passed])
    if (answer !== 'passed') return { outcome: 'answered', response: transport.passOn(answer) }
    lifeline.cut()
    return { outcome: 'timed-out' }
  } catch (error) {
    return lifeline.isClientGone()
      ? { outcome: 'client-gone' }
      : { outcome: 'unreachable', code: transport.codeOf(error) }
  } finally {
    deadline.stop()
  }
}

function sendBody(request: Request, transport: Transport, deadline: Deadline): ReadableStream<Uint8Array> | null {
  const { body } = request
  if (body === null) {
    deadline.start()
    return null
  }
  const { stream, sent } = transport.trackBody(body, readLength(request.headers.get('content-length')))
  void sent.then(deadline.start)
  return stream
}

function readLength(contentLength: string | null): number | undefined {
  return contentLength !== null && /^\d{1,15}$/.test(contentLength) ? Number(contentLength) : undefined
}
