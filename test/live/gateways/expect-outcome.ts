import { expect } from 'vitest'
import type { Judgement } from './judge-case.ts'
import type { Seen } from './start-application.ts'
import type { Case } from './table.ts'

/** What a case brought about, and what the application was sent because of it. */
export type Result = Judgement & { readonly seen: readonly Seen[] }

/** Expects one of the outcomes that the table wants of a case. */
export function expectOutcome(one: Case, wanted: readonly string[], { outcome, faults, seen }: Result): void {
  const want = wanted.includes(outcome) ? outcome : wanted.join(' or ')
  expect({ outcome, faults }).toEqual({ outcome: want, faults: [] })
  const isTakenOver = seen.some(({ isUpgrade }) => isUpgrade)
  if (one.upgraded) expect(isTakenOver).toBe(true)
  // Whoever offers WebSocket and another one may be given the first.
  else if (!offersWebSocket(one)) expect(isTakenOver).toBe(outcome.includes('speaks past'))
}

function offersWebSocket({ request }: Case): boolean {
  return request.lines.some(([name, value]) => name === 'Upgrade' && value.includes('websocket'))
}
