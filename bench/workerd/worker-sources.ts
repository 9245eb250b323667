import { resolve } from 'node:path'
import { build } from 'esbuild'

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
  const deployed = `export { default } from './functions/cloudflare-worker.ts'`
  const silent = `
    import { createCloudflareWorker } from './src/platform/cloudflare/handler.ts'
    import { EDGE_SNAPSHOT } from './src/ranges/edge-snapshot.ts'
    const lists = new Map(Object.values(EDGE_SNAPSHOT).map(({ provider, prefixes }) => [provider, prefixes]))
    export default createCloudflareWorker({ rangesOf: (name) => lists.get(name), report: () => {} })`
  const contents = logging === 'logs' ? deployed : silent
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: ROOT },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
