import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Where a pod finds the API and who it is there (Kubernetes docs, Accessing the Kubernetes API from a Pod). */
export type PodIdentity = {
  readonly host: string
  readonly port: number
  /** Holds `token` and `ca.crt`. Both are replaced while a pod runs, so that they are read for each request. */
  readonly folder: string
}

export type KubernetesRequest = {
  readonly method: 'GET' | 'PATCH'
  readonly path: string
  /** Of a server-side apply. */
  readonly body?: object
}

export type KubernetesAnswer = { readonly status: number; readonly text: string }

/** A whole exchange. The API server itself gives up after a minute. */
const TIMEOUT_MILLISECONDS = 10_000

/** A ConfigMap has 1 MiB, which escaped in JSON may be twice that, and the fields of its managers. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024

/** An answer that no ConfigMap has. */
class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError'
}

/** The pod's own token or CA is not there. */
export class NoIdentityError extends Error {
  override readonly name = 'NoIdentityError'
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Who this pod is; undefined outside of one. */
export function podIdentity(): PodIdentity | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = process.env
  return host === undefined || host === '' ? undefined : { host, port: Number(port), folder: SERVICE_ACCOUNT }
}

/**
 * Asks the API of Kubernetes as this pod. The server has to have a certificate of the cluster's CA. Rejects with the errors
 * of Node, with NoIdentityError, or with what the signal was aborted for.
 */
export async function askKubernetes(
  { host, port, folder }: PodIdentity,
  { method, path, body }: KubernetesRequest,
  signal: AbortSignal,
): Promise<KubernetesAnswer> {
  const [token, ca] = await Promise.all([readIdentity(folder, 'token'), readIdentity(folder, 'ca.crt')])
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${token.trim()}`,
    'user-agent': 'ipseal',
    // What is applied is YAML by its name, and JSON is YAML.
    ...(body === undefined ? {} : { 'content-type': 'application/apply-patch+yaml' }),
  }
  const bothSignals = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)])
  return await new Promise((resolve, reject) => {
    // A connection of its own: the next request may have another CA.
    const options = { host, port, method, path, headers, ca, agent: false, signal: bothSignals }
    const asked = request(options, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MAX_ANSWER_BYTES) response.destroy(new AnswerTooLargeError('more than any ConfigMap'))
      })
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), reject)
    })
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

async function readIdentity(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8')
  } catch (cause) {
    throw new NoIdentityError(`${name} cannot be read`, { cause })
  }
}
