import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import proxyAddr from 'proxy-addr'
import type { ForwardedRequest } from '../inputs.ts'
import type { Candidate } from '../interleave.ts'
import type { TrustList } from '../prefixes.ts'
import { checkAnswer } from './check-answer.ts'

/** Express's walk. The compiled trust function and the request object are there before the clock starts. */
export function proxyAddrCandidate(requests: readonly ForwardedRequest[], trust: TrustList): Candidate {
  const isTrusted = proxyAddr.compile(trust.prefixes.map((prefix) => prefix.text))
  const messages = requests.map(messageOf)
  messages.forEach((message, i) => {
    checkAnswer('proxy-addr', requests[i], proxyAddr(message, isTrusted))
  })
  const run = (): number => {
    let length = 0
    for (const message of messages) length += proxyAddr(message, isTrusted).length
    return length
  }
  return { operations: messages.length, run }
}

/** All that proxy-addr reads of a request. */
type Message = Pick<IncomingMessage, 'headers'> & { readonly socket: Pick<Socket, 'remoteAddress'> }

/** A plain object is the cheapest request there is: a real one parses its headers when they are first asked for. */
function messageOf({ peer, forwardedFor }: ForwardedRequest): IncomingMessage {
  const message: Message = { headers: { 'x-forwarded-for': forwardedFor }, socket: { remoteAddress: peer } }
  // Sound: nothing else of it is read.
  return message as IncomingMessage
}
