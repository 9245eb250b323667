import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openConfigMapListStore } from '../../../src/platform/list-stores/config-map-list-store.ts'
import { type HttpAnswer, type HttpRequest, startAnsweringServer } from '../../live/stores/answering-server.ts'
import { type Certificate, createCertificate } from '../../origin/certificate.ts'

export const TOKEN = 'token-of-the-pod'

/** A pod whose API answers whatever `answer` says, and the store that it opens. */
export async function podThatGets(answer: (request: HttpRequest) => HttpAnswer, served?: Certificate) {
  const certificate = createCertificate('kubernetes.default.svc')
  const { key, cert } = served ?? certificate
  const { port, requests, stop } = await startAnsweringServer(answer, (listener) =>
    createServer({ key, cert }, listener),
  )
  onTestFinished(stop)
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-pod-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'token'), `${TOKEN}\n`)
  writeFileSync(join(folder, 'ca.crt'), certificate.cert)
  const open = () => openConfigMapListStore('edge/ipseal-ranges', { host: '127.0.0.1', port, folder })
  return { open, folder, requests }
}

export function status(code: number, message = 'hush'): HttpAnswer {
  return { status: code, text: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }) }
}

export function configMap(data: Readonly<Record<string, string>>, resourceVersion = '1'): HttpAnswer {
  const metadata = { name: 'ipseal-ranges', namespace: 'edge', resourceVersion }
  return { status: 200, text: JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', metadata, data }) }
}

type Applied = { readonly metadata: { readonly resourceVersion?: string }; readonly data: Record<string, string> }

/**
 * Plays what server-side apply promises (Kubernetes docs, Server-Side Apply): a manager that does not apply a key again
 * removes it, and a resourceVersion that is not today's is a conflict.
 */
export function playConfigMap(before?: Readonly<Record<string, string>>) {
  const data = new Map(Object.entries(before ?? {}))
  const managed = new Map<string, readonly string[]>()
  let version = before === undefined ? 0 : 1
  const set = (key: string, text: string): void => {
    data.set(key, text)
    version++
  }
  const answer = ({ method, url, body }: HttpRequest): HttpAnswer => {
    const { pathname, searchParams } = new URL(url, 'https://127.0.0.1')
    if (pathname !== '/api/v1/namespaces/edge/configmaps/ipseal-ranges') return status(404)
    if (method === 'GET') return version === 0 ? status(404) : configMap(Object.fromEntries(data), String(version))
    const manager = searchParams.get('fieldManager')
    if (method !== 'PATCH' || manager === null || searchParams.get('force') !== 'true') return status(400)
    const applied: Applied = JSON.parse(body)
    const { resourceVersion = String(version) } = applied.metadata
    if (resourceVersion !== String(version)) return status(409)
    for (const key of managed.get(manager) ?? []) data.delete(key)
    managed.set(manager, Object.keys(applied.data))
    for (const [key, text] of Object.entries(applied.data)) set(key, text)
    return configMap(Object.fromEntries(data), String(version))
  }
  return { answer, data, set }
}
