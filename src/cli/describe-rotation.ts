import type { JudgedKey } from '../assertion/key-states.ts'
import type { ComingEvent } from '../assertion/rotation-outlook.ts'
import type { RotationStep } from '../assertion/rotation-plan.ts'
import type { KeyReport, Rotation } from '../platform/rotation/rotate-keys.ts'
import type { KeyHolder } from './key-holders.ts'

type StepsShown = { readonly because: string | undefined; readonly isDryRun: boolean }

/** What was written, a line for each thing that changed; with a dry run, what would have been. */
export function describeSteps(steps: readonly RotationStep[], { because, isDryRun }: StepsShown): readonly string[] {
  const changes = steps
    .flatMap(describeStep)
    .map(({ did, would, what }) => `${isDryRun ? `would ${would}` : did} ${what}`)
  const isSkipped = steps.some((step) => step.step === 'write-set' && step.publishes.length + step.promotes.length > 0)
  const start = isSkipped ? 'without its wait' : 'no key was waiting, so nothing was skipped'
  const reason = because === undefined ? [] : [`${start}, because: ${because}`]
  return [...(changes.length === 0 ? ['nothing was due'] : changes), ...reason]
}

type Change = { readonly did: string; readonly would: string; readonly what: string }

function describeStep(step: RotationStep): readonly Change[] {
  switch (step.step) {
    case 'create-key':
      return [{ did: 'made', would: 'make', what: `the private key ${step.keyId}` }]
    case 'delete-key':
      return [{ did: 'deleted', would: 'delete', what: `the private key ${step.keyId}` }]
    case 'write-set':
      return [
        ...step.publishes.map((keyId) => ({ did: 'published', would: 'publish', what: keyId })),
        ...step.promotes.map((keyId) => ({ did: 'let', would: 'let', what: `${keyId} sign at once` })),
        ...step.removes.map((keyId) => ({ did: 'took', would: 'take', what: `${keyId} out of the set` })),
      ]
  }
}

/** The state of each key, and what comes next and when. */
export function describeKeys({ keys, coming, unpublished }: KeyReport): readonly string[] {
  const width = Math.max(...keys.map(({ keyId }) => keyId.length))
  return [
    ...keys.map((key) => describeKey(key, width)),
    ...unpublished.map((keyId) => `${keyId} is a private key that no set has named yet; it is published next`),
    ...coming.map((event) => `then ${showTime(event.atSeconds)} ${describeEvent(event)}`),
  ]
}

function describeKey({ keyId, state, sinceSeconds, untilSeconds }: JudgedKey, width: number): string {
  const since = sinceSeconds === 0 ? '' : ` since ${showTime(sinceSeconds)}`
  const until = untilSeconds === undefined ? '' : ` until ${showTime(untilSeconds)}`
  return `${keyId.padEnd(width)} ${state.padEnd(8)}${since}${until}`.trimEnd()
}

function describeEvent(event: ComingEvent): string {
  switch (event.event) {
    case 'signs':
      return `${event.keyId} signs, by itself`
    case 'leaves':
      return `${event.keyId} leaves the set, with the first run from then on`
    case 'new-key':
      return 'a new key is published, with the first run from then on'
  }
}

const HEADS = {
  signs: 'it may still sign:',
  inline: 'it is believed until somebody acts:',
  cached: 'it is believed for a while:',
} as const

/** Who goes on with a revoked key. */
export function describeHolders(holders: readonly KeyHolder[]): readonly string[] {
  const kinds = ['signs', 'inline', 'cached'] as const
  return kinds.flatMap((kind) => [HEADS[kind], ...holders.filter(({ holds }) => holds === kind).map(describeHolder)])
}

function describeHolder({ holder, forSeconds, release }: KeyHolder): string {
  const time = forSeconds === undefined ? '' : `, up to ${forSeconds} s`
  return `  ${holder}${time}: ${release}`
}

/** What somebody has to do before time does the rest. */
export function hintFor(rotation: Rotation): string | undefined {
  const next = rotation.keys.find(({ state }) => state === 'next')
  if (!rotation.ok || next?.untilSeconds === undefined) return undefined
  return `hint: before ${showTime(next.untilSeconds)}, give the set to whoever verifies with a copy of it`
}

/** As a clock in UTC shows it. */
function showTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
