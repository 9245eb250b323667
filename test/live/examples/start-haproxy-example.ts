import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type FoundHaproxy, findHaproxy } from '../find-haproxy.ts'
import { startHaproxy } from '../start-haproxy.ts'
import type { RunningProgram } from '../start-program.ts'
import type { StartedExample } from './example.ts'
import { replaceOnce } from './replace-once.ts'
import { EDGE_ENV, ES256_KIDS, KEY_FILES } from './shared-keys.ts'
import { startBackend } from './start-backend.ts'
import { startBoth } from './start-both.ts'
import { startSteeredServices, startWrittenService } from './start-services.ts'

type Haproxy = Exclude<FoundHaproxy, { readonly missing: string }>
type Variant = {
  readonly text: (folder: string) => string
  readonly env: NodeJS.ProcessEnv
  /** What is put into client-ip.lua in place of its own. */
  readonly lua?: Readonly<Record<string, string>>
}

const read = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, '../../../examples/haproxy', name), 'utf8')

/** Starts HAProxy with the lines that verify in HAProxy itself, once as they are and once with their clock steered. */
export async function startHaproxyNative(): Promise<StartedExample> {
  const haproxy = await findHaproxy(process.env.PATH)
  if ('missing' in haproxy) return haproxy
  const backend = await startBackend()
  const text = (folder: string): string => withBothKeys(read('jwt-verify.cfg'), folder)
  const clock = { 'set-var(txn.now) date()': 'set-var(txn.now) req.hdr(x-test-now)' }
  const steered = (folder: string): string => replaceOnce(text(folder), clock)
  const serveOne = (variant: Variant['text']) => serve(haproxy, backend.port, { text: variant, env: EDGE_ENV })
  return startBoth([serveOne(text), serveOne(steered)], [backend])
}

/** Starts HAProxy with the Lua action in front of the verifier service, and of services that are steered. */
export async function startHaproxyLua(): Promise<StartedExample> {
  const haproxy = await findHaproxy(process.env.PATH)
  if ('missing' in haproxy) return haproxy
  const [backend, service, steered] = await Promise.all([startBackend(), startWrittenService(), startSteeredServices()])
  const urls = Object.entries(steered.urls).map(([bind, url]) => `${bind} = "${url}"`)
  const lua = { 'url = url': `url = ({ ${urls.join(', ')} })[txn.sf:req_hdr("x-test-bind")]` }
  const starting = [
    serve(haproxy, backend.port, asking(service.url)),
    serve(haproxy, backend.port, { ...asking(service.url), lua }),
  ] as const
  return { ...(await startBoth(starting, [backend, service, steered])), setTime: steered.setTime }
}

/** Starts HAProxy as `startHaproxyLua` does, once, with a verifier at this URL. */
export async function startHaproxyAsking(url: string): Promise<RunningProgram | { readonly missing: string }> {
  const haproxy = await findHaproxy(process.env.PATH)
  if ('missing' in haproxy) return haproxy
  const backend = await startBackend()
  const server = await serve(haproxy, backend.port, asking(url))
  const stop = async (): Promise<void> => {
    await server.stop()
    await backend.stop()
  }
  return { ports: server.ports, stop }
}

function asking(url: string): Variant {
  return { text: () => read('forward-auth.cfg'), env: { EDGE_VERIFIER: url } }
}

function serve(haproxy: Haproxy, backendPort: number, { text, env, lua = {} }: Variant): Promise<RunningProgram> {
  const write = ([port]: readonly number[], folder: string): string =>
    replaceOnce(text(folder), {
      'bind :8080': `bind 127.0.0.1:${port}`,
      'server app 127.0.0.1:8000': `server app 127.0.0.1:${backendPort}`,
    })
  const files = { ...KEY_FILES, 'client-ip.lua': replaceOnce(read('client-ip.lua'), lua) }
  return startHaproxy({ ...haproxy, env: { ...haproxy.env, ...env } }, { ports: 1, write, files })
}

/** The lines of the one key, once for each of ours: what the example says to do for a rotation. */
function withBothKeys(text: string, folder: string): string {
  const isOfKey = (line: string): boolean => /\b(?:names|signed)_a\b/.test(line)
  const lines = text.split('\n')
  const block = lines.filter(isOfKey).join('\n')
  const ours = ES256_KIDS.map((kid, i) =>
    block
      .replaceAll(/(names|signed)_a/g, `$1_${i}`)
      .replace('-m str 2026-11-a', `-m str ${kid}`)
      .replace('/etc/haproxy/edge-2026-11-a.pem', join(folder, `${kid}.pem`)),
  )
  const at = lines.findIndex(isOfKey)
  return [...lines.slice(0, at), ...ours, ...lines.slice(at).filter((line) => !isOfKey(line))].join('\n')
}
