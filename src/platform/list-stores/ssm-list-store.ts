import type { ListStore } from '../../refresh/list-store.ts'
import type { AwsSettings } from '../stores/aws-client.ts'
import { createSsmClient } from '../stores/ssm-client.ts'
import { readSsmReference } from '../stores/ssm-reference.ts'
import { LISTS } from './list-reference.ts'
import type { Seen } from './ssm-lists.ts'
import { storedName } from './stored-name.ts'

/** Loaded when first used: it brings a module of Node that a function with another store does without. */
const lists = () => import('./ssm-lists.ts')

/** A parameter of a generation is three levels below the path: `cloudflare/<generation>/0`. */
const LEVELS_BELOW = 3

/** Three writes a second are taken, unless an account raised that (AWS, Systems Manager endpoints and quotas). */
const PAUSE_MILLISECONDS = 350

type SsmListSettings = AwsSettings & { readonly pauseMilliseconds?: number }

/**
 * Opens lists in AWS Systems Manager Parameter Store below a path: `/ipseal/ranges`, with `?region=` and `?kms=` where they
 * are not the account's own. A list is more than a parameter holds: its chunks are written under a name of their own, and
 * `cloudflare/head`, which says which of them are the list, after them. `settings` is for tests.
 *
 * A write rejects with CHANGED_MEANWHILE if another has written since this store read the list. Parameter Store has no
 * condition on a write: of two at the very same moment the last one is kept, whole. Throws StoreError BAD_REFERENCE.
 */
export function openSsmListStore(reference: string, settings: SsmListSettings = {}): ListStore {
  const { pauseMilliseconds = PAUSE_MILLISECONDS, ...awsSettings } = settings
  const rules = { levelsBelow: LEVELS_BELOW, kind: LISTS }
  const { path, region = settings.region, kmsKeyId } = readSsmReference(reference, rules)
  const client = createSsmClient({ ...awsSettings, region })
  const placeOf = (provider: string) => ({
    path: `${path}/${storedName(provider)}`,
    kmsKeyId,
    client,
    pauseMilliseconds,
  })
  const seen = new Map<string, Seen>()
  return {
    name: `ssm:${path}`,
    read: async (providers, signal) => {
      const { readWhole } = await lists()
      const places = providers.map((provider) => [provider, placeOf(provider)] as const)
      const reads = places.map(async ([provider, place]) => [provider, await readWhole(place, signal)] as const)
      const texts = new Map<string, string>()
      for (const [provider, { text, head }] of await Promise.all(reads)) {
        seen.set(provider, head)
        if (text !== undefined) texts.set(provider, text)
      }
      return texts
    },
    write: async (provider, text, signal) => {
      const { writeWhole } = await lists()
      seen.set(provider, await writeWhole(placeOf(provider), { text, expected: seen.get(provider) }, signal))
    },
  }
}
