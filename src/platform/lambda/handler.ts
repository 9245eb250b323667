import type { Edge } from '../../edge/edge.ts'
import { createHandler, type Handler } from '../../edge/handler.ts'
import { problem } from '../../edge/problem.ts'
import { WEB_TRANSPORT } from '../../edge/web-transport.ts'
import type { KeepEdge } from '../keep-edge.ts'
import type { EventFault, LambdaEvent } from './event.ts'
import { createFactsReader } from './facts.ts'
import { readLambdaEvent } from './read-event.ts'
import {
  FAULT_ANSWERS,
  type LambdaRecord,
  recordEventFault,
  recordFailure,
  recordNotStarted,
  recordResultFault,
} from './record.ts'
import { toRequest } from './request.ts'
import { type LambdaResult, toResult } from './result.ts'
import { isStreamed, type ResponseStream, streamResponse } from './stream.ts'

export type LambdaOptions = {
  readonly edgeAt: KeepEdge
  /** Told of every request, and of every response that could not be handed over. */
  readonly report: (record: LambdaRecord) => void
}

/** What the runtime tells of an invocation; this is all that is read of it. */
type LambdaContext = { readonly awsRequestId?: string; readonly getRemainingTimeInMillis?: () => number } | undefined

/** Left of the function's own time to hand over a refusal and to log it. */
const RESERVE_MILLISECONDS = 1000

export type Lambda = {
  /** Answers an event when the whole response is there: resolves to a result whatever came, unless `report` throws. */
  readonly respond: (event: unknown, context: LambdaContext) => Promise<LambdaResult>
  /** Writes the answer to a stream as it comes. Rejects, saying nothing of why, if it breaks off after it has begun. */
  readonly stream: (event: unknown, responseStream: ResponseStream, context: LambdaContext) => Promise<void>
}

/** An answer, and the event that it is for: undefined if that could not be read. */
type Answer = {
  readonly response: Response
  readonly event: LambdaEvent | undefined
  readonly requestId: string | undefined
}

/** The ids of AWS: letters, digits, and what base64 and a UUID have besides. Whatever else stands there is left out. */
const REQUEST_ID = /^[\w+/=-]{1,64}$/

/**
 * Makes the two entry points of a Lambda function that seals requests and passes them on.
 *
 * Fails closed: until the edge has started every request is answered with 503, and an event that is no request of a
 * known trigger with a status alone. Nothing is passed on then, whatever the settings say of refusals.
 */
export function createLambda(options: LambdaOptions): Lambda {
  const { report } = options
  const answer = createAnswerer(options)
  return {
    respond: async (raw, context) => resultOf(await answer(raw, context), report, deadlineOf(context)),
    stream: async (raw, responseStream, context) => {
      const given = await answer(raw, context)
      if (isStreamed(given.event)) return streamAnswer(given, responseStream, report)
      // These are invoked for the whole result, and get it as such though it went through a stream.
      responseStream.setContentType('application/json')
      responseStream.write(JSON.stringify(await resultOf(given, report, deadlineOf(context))))
      responseStream.end()
    },
  }
}

function createAnswerer({ edgeAt, report }: LambdaOptions): (raw: unknown, context: LambdaContext) => Promise<Answer> {
  const handlerOf = rememberHandler(report)
  const respondTo = async (event: LambdaEvent): Promise<Response | EventFault> => {
    const request = toRequest(event)
    if (typeof request === 'string') return request
    const edge = await edgeAt(Date.now() / 1000)
    if (edge !== undefined) return handlerOf(edge)(request, event)
    report(recordNotStarted(event.requestId))
    return problem(503, { 'retry-after': '5' })
  }
  return async (raw, context) => {
    const read = readLambdaEvent(raw)
    const requestId = chooseRequestId(read, context)
    const event = typeof read === 'string' ? undefined : { ...read, requestId }
    try {
      const response = typeof read === 'string' ? read : await respondTo({ ...read, requestId })
      if (typeof response !== 'string') return { response, event, requestId }
      report(recordEventFault(response, requestId))
      return { response: problem(FAULT_ANSWERS[response].status), event, requestId }
    } catch (error) {
      report(recordFailure(error, requestId))
      return { response: problem(500), event, requestId }
    }
  }
}

/** There is one edge for minutes at a time, and much of a handler is made once for it. */
function rememberHandler(report: LambdaOptions['report']): (edge: Edge) => Handler<LambdaEvent> {
  let latest: { readonly edge: Edge; readonly handle: Handler<LambdaEvent> } | undefined
  return (edge) => {
    if (latest?.edge === edge) return latest.handle
    const readFacts = createFactsReader(edge.settings)
    const readRequestId = (_: Request, event: LambdaEvent): string | undefined => event.requestId
    const handle = createHandler({ edge, readFacts, readRequestId, transport: WEB_TRANSPORT, report })
    latest = { edge, handle }
    return handle
  }
}

/** The trigger's own id where it has one, since that is what its logs name; else the invocation's. */
function chooseRequestId(read: LambdaEvent | EventFault, context: LambdaContext): string | undefined {
  const id = (typeof read === 'string' ? undefined : read.requestId) ?? context?.awsRequestId
  return id !== undefined && REQUEST_ID.test(id) ? id : undefined
}

function deadlineOf(context: LambdaContext): AbortSignal | undefined {
  const leftMilliseconds = context?.getRemainingTimeInMillis?.()
  if (leftMilliseconds === undefined) return undefined
  return AbortSignal.timeout(Math.max(0, Math.floor(leftMilliseconds) - RESERVE_MILLISECONDS))
}

async function resultOf(
  answer: Answer,
  report: LambdaOptions['report'],
  deadline: AbortSignal | undefined,
): Promise<LambdaResult> {
  const { response, event, requestId } = answer
  const result = await toResult(response, event?.resultShape ?? 'any', deadline)
  if (typeof result !== 'string') return result
  report(recordResultFault(result, requestId))
  return resultOf({ ...answer, response: problem(502) }, report, undefined)
}

async function streamAnswer(answer: Answer, to: ResponseStream, report: LambdaOptions['report']): Promise<void> {
  const { response, event, requestId } = answer
  const fault = await streamResponse(response, event?.trigger, to)
  if (fault === undefined) return
  report(recordResultFault(fault, requestId))
  if (fault === 'too-large') return streamAnswer({ ...answer, response: problem(502) }, to, report)
  // The status has gone out. Only a failed invocation makes the runtime tell the client that the body is not whole.
  throw new Error('The response broke off')
}
