import { expect } from 'vitest'
import { expectOutcome, type Result } from '../gateways/expect-outcome.ts'
import { CASES, type Case, wantOf } from '../gateways/table.ts'
import type { DataPlane, Unlike, Way } from './data-plane.ts'
import type { Row } from './rows.ts'

/** Whether a row came out as the table says, or as the plane says that it must. */
export function isHeld(wanted: readonly string[], { outcome, faults }: Pick<Result, 'outcome' | 'faults'>): boolean {
  return wanted.includes(plain(outcome)) && faults.length === 0
}

export function expectHeld(wanted: readonly string[], { outcome, faults }: Result): void {
  const want = wanted.includes(plain(outcome)) ? plain(outcome) : wanted.join(' or ')
  expect({ outcome: plain(outcome), faults }).toEqual({ outcome: want, faults: [] })
}

export function expectCase(plane: DataPlane, one: Case, result: Result): void {
  // What comes out otherwise takes no connection over.
  const { upgraded: _, ...refused } = one
  const asked = plane.unlike?.[one.name] === undefined ? one : refused
  expectOutcome(asked, wantOfCase(plane, one), { ...result, outcome: plain(result.outcome) })
}

export function wantOfRow({ unlike }: Pick<DataPlane, 'unlike'>, row: Row, way: Way): readonly string[] {
  const usual = way.startsWith('HTTP/2') ? [...row.want, ...row.orInHttp2] : row.want
  return unlike?.[row.name]?.want ?? usual
}

/** Gateways that verify by themselves refuse with 403 or 400 as well as with 401, which tells a client as little. */
export function wantOfCase(
  { unlike, product = '' }: Pick<DataPlane, 'unlike' | 'product'>,
  one: Case,
): readonly string[] {
  return (unlike?.[one.name]?.want ?? wantOf(one, product)).map(plain)
}

/** What gateway-requests.json itself says of the product. */
export function unlikeOf({ product = '' }: Pick<DataPlane, 'product'>): Unlike {
  return Object.fromEntries(CASES.flatMap(({ name, unlike }) => (unlike?.[product] ? [[name, unlike[product]]] : [])))
}

/** The matrix's words for what is told apart elsewhere. */
export function plain(outcome: string): string {
  if (outcome === 'rejected') return 'refused'
  return outcome === 'not sent on, with status 0' ? 'closed' : outcome
}
