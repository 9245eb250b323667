import { escapeText } from '../../fault/escape-text.ts'
import { codeOf } from '../stores/file-fault.ts'
import { changedMeanwhile, StoreError, type StoreErrorCode } from '../stores/store-error.ts'
import type { KubernetesAnswer, KubernetesRequest } from './kubernetes-client.ts'

/** What was asked of a ConfigMap. */
export type ConfigMapTask = {
  /** Such as `config-map:edge/ipseal-ranges`. */
  readonly place: string
  readonly method: KubernetesRequest['method']
}

type Code = Extract<
  StoreErrorCode,
  | 'THROTTLED'
  | 'ACCESS_DENIED'
  | 'BAD_CREDENTIALS'
  | 'NOT_FOUND'
  | 'TOO_LARGE'
  | 'NOT_WRITABLE'
  | 'UNREACHABLE'
  | 'BAD_ANSWER'
  | 'REFUSED'
>

const WORDS: Readonly<Record<Exclude<Code, 'ACCESS_DENIED'>, readonly [rule: string, nextStep: string]>> = {
  THROTTLED: ['must be asked no more often than the API server takes', 'It is tried again by itself'],
  BAD_CREDENTIALS: [
    'must be asked with the token of a service account that is valid now',
    'Give the pod a serviceAccountName, and leave automountServiceAccountToken on',
  ],
  NOT_FOUND: ['must be in a namespace that is there', 'Look at the namespace in the reference'],
  TOO_LARGE: [
    'must have at most 1 MiB in all (Kubernetes docs, ConfigMaps)',
    'Keep fewer lists in it, and look what else is in there',
  ],
  NOT_WRITABLE: ['must not be immutable', 'Remove it, and make it anew without immutable: true'],
  UNREACHABLE: [
    'must answer within ten seconds',
    'It is tried again by itself. If it lasts, look whether a NetworkPolicy keeps the pod from the API server',
  ],
  BAD_ANSWER: [
    "must answer as the API server of this cluster does, with a certificate of the CA in the pod's ca.crt",
    'Look at what stands between, and at KUBERNETES_SERVICE_HOST',
  ],
  REFUSED: ['must be a request that the API server takes', 'Look at its log: docs/ranges.md has the manifests'],
}

/** Says what it means that a request to the API of Kubernetes failed. */
export function explainRequestFault(error: unknown, task: ConfigMapTask): StoreError {
  if (error instanceof StoreError) return error
  const name = error instanceof Error ? error.name : typeof error
  const received = (error instanceof Error ? codeOf(error) : undefined) ?? name
  return fault(task, { code: requestCode(name, received), received, cause: error })
}

/** Says what an answer of the API of Kubernetes means that is no success. Its text is not shown. */
export function explainAnswer({ status, text }: KubernetesAnswer, task: ConfigMapTask): StoreError {
  if (status === 409) return changedMeanwhile(task.place)
  const received = `status ${status}`
  if (status === 403) return accessDenied(task, received)
  return fault(task, { code: answerCode(status, text), received })
}

/** Something answered, and it was no ConfigMap. */
export function badAnswer(task: ConfigMapTask, received: string): StoreError {
  return fault(task, { code: 'BAD_ANSWER', received })
}

function requestCode(name: string, code: string): Exclude<Code, 'ACCESS_DENIED'> {
  if (name === 'NoIdentityError') return 'BAD_CREDENTIALS'
  // Node's names for what is wrong with a certificate, and with the bytes of HTTP.
  const isForeign = /CERT|SIGNATURE|^EPROTO$|^HPE_|SSL/.test(code) || name === 'AnswerTooLargeError'
  return isForeign ? 'BAD_ANSWER' : 'UNREACHABLE'
}

function answerCode(status: number, text: string): Exclude<Code, 'ACCESS_DENIED'> {
  if (status === 401) return 'BAD_CREDENTIALS'
  if (status === 404) return 'NOT_FOUND'
  if (status === 413) return 'TOO_LARGE'
  if (status === 422 && /Too long|must have at most/.test(text)) return 'TOO_LARGE'
  if (status === 422 && text.includes('immutable')) return 'NOT_WRITABLE'
  if (status === 429) return 'THROTTLED'
  if (status >= 500) return 'UNREACHABLE'
  return status >= 400 ? 'REFUSED' : 'BAD_ANSWER'
}

/** The right to create cannot be given for one name, so that the ConfigMap is better made beforehand (Kubernetes docs, RBAC). */
function accessDenied({ place, method }: ConfigMapTask, received: string): StoreError {
  const verb = method === 'GET' ? 'get' : 'patch'
  const rule = `needs the verb ${verb} on configmaps in this namespace, and create if there is no such ConfigMap yet`
  const nextStep = 'Bind a Role to the service account, and make the ConfigMap empty; docs/ranges.md has the manifests'
  return new StoreError({ code: 'ACCESS_DENIED', path: place, rule, received, nextStep })
}

type Seen = { readonly code: Exclude<Code, 'ACCESS_DENIED'>; readonly received: string; readonly cause?: unknown }

function fault({ place }: ConfigMapTask, { code, received, cause }: Seen): StoreError {
  const [rule, nextStep] = WORDS[code]
  return new StoreError({ code, path: place, rule, received: escapeText(received), nextStep }, cause)
}
