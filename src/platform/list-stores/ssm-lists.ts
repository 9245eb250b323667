import type { ListStore } from '../../refresh/list-store.ts'
import type { AwsSettings } from '../stores/aws-client.ts'
import { createSsmClient } from '../stores/ssm-client.ts'
import type { SsmReference } from '../stores/ssm-reference.ts'
import type { ListPlace } from './ssm-generations.ts'
import { readWhole, type Seen, writeWhole } from './ssm-whole-list.ts'
import { storedName } from './stored-name.ts'

/** Three writes a second are taken, unless an account raised that (AWS, Systems Manager endpoints and quotas). */
const PAUSE_MILLISECONDS = 350

export type SsmListSettings = AwsSettings & { readonly pauseMilliseconds?: number }

/** The lists below a path of Parameter Store, as whoever opened them has seen them. */
export function createSsmLists(
  { path, region, kmsKeyId }: SsmReference,
  { pauseMilliseconds = PAUSE_MILLISECONDS, ...settings }: SsmListSettings,
): Pick<ListStore, 'read' | 'write'> {
  const client = createSsmClient({ ...settings, region: region ?? settings.region })
  const placeOf = (provider: string): ListPlace => {
    return { path: `${path}/${storedName(provider)}`, kmsKeyId, client, pauseMilliseconds }
  }
  const seen = new Map<string, Seen>()
  return {
    read: async (providers, signal) => {
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
      seen.set(provider, await writeWhole(placeOf(provider), { text, expected: seen.get(provider) }, signal))
    },
  }
}
