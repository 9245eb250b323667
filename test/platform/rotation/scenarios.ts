import type { RotateOptions } from '../../../src/platform/rotation/rotate-keys.ts'
import { OVERLAP, PERIOD, START, WAIT } from './rotations.ts'

export const DUE = START + PERIOD
const SIGNS = DUE + WAIT
export const LEAVES = SIGNS + OVERLAP
export const FIRST = '2026-11-21'
export const SECOND = '2027-02-19'

export type Demand = Pick<RotateOptions, 'revokedKeyId' | 'skipsWait' | 'isDryRun'>

export const scenarios: readonly {
  readonly name: string
  readonly before: readonly number[]
  readonly now: number
  readonly demand?: Demand
  readonly want: string
  readonly left: readonly string[]
}[] = [
  { name: 'makes the first key', before: [], now: START, want: `${FIRST}=current`, left: [FIRST] },
  {
    name: 'publishes the next key',
    before: [START],
    now: DUE,
    want: `${FIRST}=current ${SECOND}=next`,
    left: [FIRST, SECOND],
  },
  {
    name: 'writes nothing as the next key begins to sign',
    before: [START, DUE],
    now: SIGNS,
    want: `${FIRST}=previous ${SECOND}=current`,
    left: [FIRST, SECOND],
  },
  {
    name: 'takes the previous key out and deletes it',
    before: [START, DUE],
    now: LEAVES,
    want: `${SECOND}=current`,
    left: [SECOND],
  },
  {
    name: 'lets the next key sign at once',
    before: [START, DUE],
    now: DUE + 60,
    demand: { skipsWait: true },
    want: `${FIRST}=previous ${SECOND}=current`,
    left: [FIRST, SECOND],
  },
  {
    name: 'replaces a revoked only key',
    before: [START],
    now: START + 60,
    demand: { revokedKeyId: FIRST },
    want: `${FIRST}-2=current`,
    left: [`${FIRST}-2`],
  },
  {
    name: 'lets the next key stand in for a revoked one',
    before: [START, DUE],
    now: DUE + 60,
    demand: { revokedKeyId: FIRST },
    want: `${SECOND}=current`,
    left: [SECOND],
  },
]
