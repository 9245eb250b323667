import { parseJson } from '../../fault/parse-json.ts'
import { badAnswer, type ConfigMapTask, explainAnswer, explainRequestFault } from './config-map-fault.ts'
import { askKubernetes, type KubernetesAnswer, type KubernetesRequest, type PodIdentity } from './kubernetes-client.ts'

export type ConfigMapPlace = {
  readonly identity: PodIdentity
  readonly namespace: string
  readonly name: string
}

/** A ConfigMap as it was at one moment. */
export type ConfigMapState = {
  readonly resourceVersion: string
  readonly data: ReadonlyMap<string, string>
}

export const placeName = ({ namespace, name }: Omit<ConfigMapPlace, 'identity'>): string =>
  `config-map:${namespace}/${name}`

/** The ConfigMap, or undefined if there is none. Rejects with a StoreError. */
export async function getConfigMap(place: ConfigMapPlace, signal: AbortSignal): Promise<ConfigMapState | undefined> {
  const task: ConfigMapTask = { place: placeName(place), method: 'GET' }
  const answer = await ask(place, { method: 'GET', path: pathOf(place) }, signal)
  return answer.status === 404 ? undefined : readAnswer(answer, task)
}

export type KeyWrite = {
  readonly key: string
  readonly text: string
  /** What the ConfigMap has to be still; undefined: whatever it is, or if there is none. */
  readonly resourceVersion: string | undefined
}

/**
 * Writes one key by server-side apply, and gives the ConfigMap as it is then; undefined if it was another by now.
 *
 * Each key has a manager of its own: what a manager does not apply again is removed, which would be the other lists. It
 * takes the key over from whoever had it, such as `kubectl create`.
 */
export async function applyKey(
  place: ConfigMapPlace,
  { key, text, resourceVersion }: KeyWrite,
  signal: AbortSignal,
): Promise<ConfigMapState | undefined> {
  const task: ConfigMapTask = { place: placeName(place), method: 'PATCH' }
  const metadata = { name: place.name, ...(resourceVersion === undefined ? {} : { resourceVersion }) }
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [key]: text } }
  const path = `${pathOf(place)}?fieldManager=ipseal-${key}&force=true`
  const answer = await ask(place, { method: 'PATCH', path, body }, signal)
  return answer.status === 409 && resourceVersion !== undefined ? undefined : readAnswer(answer, task)
}

async function ask(place: ConfigMapPlace, asked: KubernetesRequest, signal: AbortSignal): Promise<KubernetesAnswer> {
  try {
    return await askKubernetes(place.identity, asked, signal)
  } catch (error) {
    throw explainRequestFault(error, { place: placeName(place), method: asked.method })
  }
}

function pathOf({ namespace, name }: ConfigMapPlace): string {
  return `/api/v1/namespaces/${namespace}/configmaps/${name}`
}

function readAnswer(answer: KubernetesAnswer, task: ConfigMapTask): ConfigMapState {
  if (answer.status !== 200 && answer.status !== 201) throw explainAnswer(answer, task)
  const object = parseJson(answer.text)
  if (!isRecord(object) || object.kind !== 'ConfigMap' || !isRecord(object.metadata)) {
    throw badAnswer(task, 'something that is no ConfigMap')
  }
  const { resourceVersion } = object.metadata
  if (typeof resourceVersion !== 'string') throw badAnswer(task, 'a ConfigMap without a resourceVersion')
  const data = isRecord(object.data) ? Object.entries(object.data) : []
  return {
    resourceVersion,
    data: new Map(data.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : []))),
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
