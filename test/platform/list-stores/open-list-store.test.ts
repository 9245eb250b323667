import { describe, expect, test } from 'vitest'
import { openListStore } from '../../../src/platform/list-stores/open-list-store.ts'
import { storedName } from '../../../src/platform/list-stores/stored-name.ts'
import { StoreError, type StoreErrorCode } from '../../../src/platform/stores/store-error.ts'
import vectors from '../../vectors/list-store-references.json' with { type: 'json' }

function unlessRefused(code: StoreErrorCode, open: () => string): string | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof StoreError && error.code === code) return null
    throw error
  }
}

describe('a reference of a store of lists', () => {
  test.each(vectors.references)('"$reference" opens $want', ({ reference, want }) => {
    expect(unlessRefused('BAD_REFERENCE', () => openListStore(reference).name)).toBe(want)
  })

  test.each([
    { given: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ', shown: 'a string' },
    { given: '{"kty":"EC","d":"c2VjcmV0"}', shown: 'a string' },
    { given: 's3://ipseal-ranges/', shown: '"s3://ipseal-ranges/"' },
    { given: 'kv:IPSEAL_KV/prod', shown: '"kv:IPSEAL_KV/prod"' },
  ])('that is refused names its variable, and is shown only where it can be no secret: $given', ({ given, shown }) => {
    expect(() => openListStore(given)).toThrow(expect.objectContaining({ path: 'IPSEAL_RANGES' }))
    expect(() => openListStore(given)).toThrow(`got ${shown}.`)
  })

  test('that is empty is said to be so, as of a variable that is not set', () => {
    expect(() => openListStore('')).toThrow('must name the store of lists, and is not set or empty; got "".')
  })
})

test.each(vectors.names)('the list of "$provider" lies under $want', ({ provider, want }) => {
  expect(unlessRefused('BAD_NAME', () => storedName(provider))).toBe(want)
})
