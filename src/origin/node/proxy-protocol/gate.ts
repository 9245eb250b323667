import type { Socket } from 'node:net'
import { applyFacts } from './endpoints.ts'
import { factsOf, type ProxyFacts, type ProxySender } from './facts.ts'
import type { ProxyRules } from './options.ts'
import { type HeaderFailure, takeProxyHeader } from './take-header.ts'

/** Why a connection was closed before the server had it. */
export type ConnectionRefusal =
  | HeaderFailure
  /** No sender of ours. Nothing of what it sent was looked at. */
  | { readonly reason: 'stranger' }

/** How many connections there have been, and how many wait at this moment. */
export type ProxyCounters = {
  /** With a header that names a client. */
  readonly accepted: number
  /** With one that names none: health checks, as a rule. */
  readonly local: number
  readonly closed: Readonly<Record<ConnectionRefusal['reason'], number>>
  /** Without a whole header yet. */
  readonly waiting: number
}

export type GateEvent =
  | { readonly type: 'accepted'; readonly facts: ProxyFacts }
  | { readonly type: 'closed'; readonly peer: ProxySender | undefined; readonly refusal: ConnectionRefusal }

export type ProxyGate = {
  /** Takes a new connection and calls `admit` when it has its header, or closes it. */
  readonly receive: (socket: Socket, peer: ProxySender | undefined, admit: () => void) => void
  /** Closes who has no header yet. */
  readonly dropWaiting: () => void
  readonly counters: () => ProxyCounters
}

/**
 * Returns what stands between a port and its server: it knows the senders, has their headers read, and keeps count.
 *
 * When more are waiting than may, the one that has waited longest is closed. A load balancer sends the header as soon as
 * it is connected, so whoever waits long is no load balancer at work: refusing the newest would let a few that never
 * send one keep all others out.
 */
export function createProxyGate(rules: ProxyRules, report: (event: GateEvent) => void): ProxyGate {
  const waiting = new Map<Socket, (failure: HeaderFailure) => void>()
  const closed = { 'bad-header': 0, timeout: 0, disconnected: 0, 'too-many-waiting': 0, closing: 0, stranger: 0 }
  const named = { PROXY: 0, LOCAL: 0 }

  const refuse = (socket: Socket, peer: ProxySender | undefined, refusal: ConnectionRefusal): void => {
    closed[refusal.reason]++
    drop(socket)
    report({ type: 'closed', peer, refusal })
  }

  const accept = (socket: Socket, facts: ProxyFacts): void => {
    named[facts.command]++
    applyFacts(socket, facts, rules.endpoints)
    report({ type: 'accepted', facts })
  }

  const makeRoom = (): void => {
    const [oldest] = waiting.values()
    if (waiting.size >= rules.maxWaiting) oldest?.({ reason: 'too-many-waiting', maxWaiting: rules.maxWaiting })
  }

  return {
    receive: (socket, peer, admit) => {
      socket.on('error', ignoreError)
      if (peer === undefined || !rules.isSender(peer)) return refuse(socket, peer, { reason: 'stranger' })
      makeRoom()
      const giveUp = takeProxyHeader(socket, rules.header, (outcome) => {
        waiting.delete(socket)
        if ('reason' in outcome) return refuse(socket, peer, outcome)
        accept(socket, factsOf(outcome, peer))
        socket.off('error', ignoreError)
        admit()
      })
      waiting.set(socket, giveUp)
    },
    dropWaiting: () => {
      for (const giveUp of waiting.values()) giveUp({ reason: 'closing' })
    },
    counters: () => ({
      accepted: named.PROXY,
      local: named.LOCAL,
      closed: { ...closed },
      waiting: waiting.size,
    }),
  }
}

function ignoreError(): void {
  // Whatever goes wrong with a socket also closes it, and that is what counts while nobody else has it.
}

/** By a reset where there is TCP: the system keeps nothing of such a connection, however many are refused. */
function drop(socket: Socket): void {
  try {
    socket.resetAndDestroy()
  } catch {
    socket.destroy()
  }
}
