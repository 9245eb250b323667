import type { ListStore } from '../../refresh/list-store.ts'
import type { PodIdentity } from './kubernetes-client.ts'
import { badListReference } from './list-reference.ts'

/** Loaded when first used: it brings modules of Node that cost a function with another store its cold start. */
const lists = () => import('./config-map-lists.ts')
const client = () => import('./kubernetes-client.ts')

/** A label, and a subdomain (Kubernetes docs, Object Names and IDs). */
const REFERENCE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\/(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/

/**
 * Opens lists in a ConfigMap, `namespace/name`, by the API of Kubernetes and as the service account of the pod that asks:
 * `data` has a key for each list, such as `cloudflare` or `list.partners`. Whoever only reads mounts it, and opens the mount
 * as `file:`. `identity` is for tests.
 *
 * A write makes the ConfigMap if the account may, leaves what else is in it, and rejects with CHANGED_MEANWHILE if another
 * has written the list since this store read it. Throws StoreError BAD_REFERENCE.
 */
export function openConfigMapListStore(reference: string, identity?: PodIdentity): ListStore {
  const whole = `config-map:${reference}`
  if (!REFERENCE.test(reference)) throw badListReference(whole, 'must be config-map:, a namespace, / and a name')
  const [namespace = '', name = ''] = reference.split('/')
  const placeHere = async () => {
    const pod = identity ?? (await client()).podIdentity()
    if (pod !== undefined) return { identity: pod, namespace, name }
    throw badListReference(whole, 'must be opened in a pod of Kubernetes, which has KUBERNETES_SERVICE_HOST')
  }
  const seen = new Map<string, { readonly value: string | undefined }>()
  return {
    name: whole,
    read: async (providers, signal) => {
      const texts = await (await lists()).readLists(await placeHere(), providers, signal)
      for (const provider of providers) seen.set(provider, { value: texts.get(provider) })
      return texts
    },
    write: async (provider, text, signal) => {
      const expected = seen.get(provider)
      const write = { provider, text, ...(expected === undefined ? {} : { expected }) }
      await (await lists()).writeList(await placeHere(), write, signal)
      seen.set(provider, { value: text })
    },
  }
}
