import type { RotationState, RotationStep } from '../../src/assertion/rotation-plan.ts'

/** What a store holds after these steps. */
export function carriedOut(state: RotationState, steps: readonly RotationStep[]): RotationState {
  return steps.reduce(carryOut, state)
}

function carryOut({ times, removed, privateKeyIds }: RotationState, step: RotationStep): RotationState {
  switch (step.step) {
    case 'create-key':
      return { times, removed, privateKeyIds: [...privateKeyIds, step.keyId] }
    case 'write-set':
      return { ...step.becomes, privateKeyIds }
    case 'delete-key':
      return { times, removed, privateKeyIds: privateKeyIds.filter((keyId) => keyId !== step.keyId) }
  }
}
