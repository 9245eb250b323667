import type { HeaderLine } from '../../headers/header-line.ts'

/** What invoked the function. It decides where the peer stands and what became of X-Forwarded-For on the way. */
export type LambdaTrigger = 'function-url' | 'http-api' | 'rest-api' | 'alb'

/** How a trigger wants its answer written; `any` has what each of them reads, for events of which that is not known. */
export type ResultShape = 'payload-1' | 'payload-2' | 'alb' | 'alb-multi-value' | 'any'

/** A request as a trigger tells it. Nothing that a client can write is believed yet, the headers least of all. */
export type LambdaEvent = {
  readonly trigger: LambdaTrigger
  readonly resultShape: ResultShape
  readonly method: string
  readonly scheme: 'http' | 'https'
  /** Host and port: from the trigger itself where it says, else from the Host header. */
  readonly claimedAuthority: string
  /** Percent-encoded, as it goes into a URL. */
  readonly path: string
  /** With its question mark; empty if there is none. */
  readonly query: string
  /** Names in lower case, repeats kept; values as byte strings, so that `Headers` takes them. */
  readonly lines: readonly HeaderLine[]
  readonly body: Uint8Array<ArrayBuffer> | undefined
  /** The address that the trigger itself names, maybe with a port; an ALB names none. */
  readonly sourceIp: string | undefined
  /** True where clients reach the trigger through a VPC, so that private addresses are theirs. */
  readonly isPrivate: boolean
  readonly requestId: string | undefined
}

/** Why an event is no request that could be passed on. docs/lambda.md has a sentence for each. */
export type EventFault =
  | 'unknown-event'
  | 'no-address'
  | 'malformed-event'
  | 'malformed-host'
  | 'unsupported-method'
  | 'unsupported-body'
