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
  test.each([
    { given: '{"d":"c2VjcmV0LXNlY3JldC1zZWNyZXQ","kty":"EC"}', shown: 'a string' },
    { given: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ', shown: 'a string' },
    { given: 'ssm:c2VjcmV0LXNlY3JldC1zZWNyZXQ', shown: 'a string' },
    { given: 'kv:IPSEAL_KV/prod', shown: '"kv:IPSEAL_KV/prod"' },
  ])('that is refused is shown only where it can be no secret: $given', ({ given, shown }) => {
    expect(() => openStore(given)).toThrow(`got ${shown}.`)
  })

  test.each(vectors.references)('"$reference" opens $want', ({ reference, want }) => {
    expect(nameOf(reference)).toBe(want)
  })
})
