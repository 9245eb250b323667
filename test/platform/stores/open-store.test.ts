import { describe, expect, test } from 'vitest'
import { openStore } from '../../../src/platform/stores/open-store.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'
import vectors from '../../vectors/store-references.json' with { type: 'json' }

function nameOf(reference: string): string | null {
  try {
    return openStore(reference).name
  } catch (error) {
    if (error instanceof StoreError && error.code === 'BAD_REFERENCE') return null
    throw error
  }
}

describe('a reference', () => {
  test.each(vectors.references)('"$reference" opens $want', ({ reference, want }) => {
    expect(nameOf(reference)).toBe(want)
  })
})
