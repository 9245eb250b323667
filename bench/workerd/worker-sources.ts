import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import { buildWorkerModule } from '../../tools/build-functions/worker-module.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** What the two plain Workers set: as long as a seal with ES256 is. */
const PLAIN_VALUE = 'x'.repeat(380)

/** A Worker that sets the same header and forwards, and does nothing else: no time limit, nothing stripped, no log. */
const plainWorkers = {
  headers: `
    const headers = new Headers(request.headers)
    headers.set('x-client-ip-assertion', ${JSON.stringify(PLAIN_VALUE)})
    return fetch(target, { method: request.method, headers, body: request.body, redirect: 'manual' })`,
  request: `
    const copy = new Request(target, request)
    copy.headers.set('x-client-ip-assertion', ${JSON.stringify(PLAIN_VALUE)})
    return fetch(copy, { redirect: 'manual' })`,
} as const

/** The source of a plain Worker, in one of the two ways that Cloudflare's documentation sets a header. */
export function plainWorker(form: keyof typeof plainWorkers, originUrl: string): string {
  return `export default { fetch(request) {
    const target = ${JSON.stringify(originUrl)} + request.url.slice(request.url.indexOf('/', 8))
    ${plainWorkers[form]}
  } }`
}

/** The Worker as it is deployed, or the same without the line that it logs for each request. */
export async function sealingWorker(logging: 'logs' | 'silent'): Promise<string> {
  const plugins = logging === 'logs' ? [] : [withoutLog]
  const { code } = await buildWorkerModule({ root: ROOT, source: 'functions/cloudflare-worker.ts', plugins })
  return code
}

const withoutLog: Plugin = {
  name: 'without-log',
  setup: (worker) => {
    worker.onLoad({ filter: /functions\/cloudflare-worker\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/console\.log\(.*\)/, 'undefined'),
      loader: 'ts',
    }))
  },
}
