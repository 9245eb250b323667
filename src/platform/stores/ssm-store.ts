import type { AwsSettings } from './aws-client.ts'
import { readSsmReference } from './ssm-reference.ts'
import type { WritableStore } from './store.ts'

/** The names below a path: `keys/<kid>`. */
const LEVELS_BELOW = 2

/**
 * Opens AWS Systems Manager Parameter Store below a path: `/ipseal/prod`, with `?region=` and `?kms=` where they are not
 * the account's own. Keys and secrets are SecureStrings, `settings` and `jwks` are Strings, and each is a parameter of
 * its own. `settings` is for tests. Throws StoreError BAD_REFERENCE.
 */
export function openSsmStore(reference: string, settings: AwsSettings = {}): WritableStore {
  const place = readSsmReference(reference, { levelsBelow: LEVELS_BELOW })
  let loaded: ReturnType<typeof loadParameters> | undefined
  const loadParameters = async () => (await import('./ssm-parameters.ts')).createSsmParameters(place, settings)
  /** Loaded when first used: a cold start does not read what only those need who have a store in SSM. */
  const parameters = () => (loaded ??= loadParameters())
  return {
    name: `ssm:${place.path}`,
    load: async (signal) => (await parameters()).load(signal),
    create: async (name, text) => (await parameters()).create(name, text),
    replace: async (name, text, expected) => (await parameters()).replace(name, text, expected),
    remove: async (name) => (await parameters()).remove(name),
  }
}
