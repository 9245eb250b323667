import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findHaproxy } from '../find-haproxy.ts'
import type { StartedExample } from './example.ts'
import { replaceOnce } from './replace-once.ts'
import { EDGE_ENV, ES256_KIDS, makeExampleFolder } from './shared-keys.ts'
import { startBackend } from './start-backend.ts'
import { type RunningProgram, startProgram } from './start-program.ts'
import { startVerifyService } from './start-verify-service.ts'

const EXAMPLE = resolve(import.meta.dirname, '../../../examples/haproxy')

type Haproxy = { readonly path: string; readonly env: NodeJS.ProcessEnv }
type Variant = {
  readonly name: string
  readonly text: (folder: string) => string
  readonly env: NodeJS.ProcessEnv
  readonly lua?: Readonly<Record<string, string>>
}

/** Hands on to the service what steers it. */
const STEERED_LUA = {
  'headers = {': `headers = { ["x-test-now"] = { txn.sf:req_hdr("x-test-now") },
      ["x-test-bind"] = { txn.sf:req_hdr("x-test-bind") },`,
}

/** Starts HAProxy with the lines that verify in HAProxy itself, once as they are and once steered. */
export async function startHaproxyNative(): Promise<StartedExample> {
  const text = (folder: string): string => withBothKeys(readFileSync(join(EXAMPLE, 'jwt-verify.cfg'), 'utf8'), folder)
  const steer = (folder: string): string =>
    replaceOnce(text(folder), {
      'set-var(txn.now) date()': 'set-var(txn.now) req.hdr(x-test-now)',
      'acl demands_host str("${EDGE_BIND}")': 'acl demands_host req.hdr(x-test-bind)',
      'acl demands_all str("${EDGE_BIND}")': 'acl demands_all req.hdr(x-test-bind)',
    })
  const env = { ...EDGE_ENV, EDGE_BIND: 'none' }
  return startBoth([
    { name: 'haproxy', text, env },
    { name: 'haproxy', text: steer, env },
  ])
}

/** Starts HAProxy with the Lua action that asks a verifier service, one service for each clock. */
export async function startHaproxyLua(): Promise<StartedExample> {
  const services = [await startVerifyService('as written'), await startVerifyService('steered')] as const
  const urlOf = ({ port }: RunningProgram): string => `http://127.0.0.1:${port}/verify`
  const [asWritten, steered] = services
  const started = await startBoth([asking(urlOf(asWritten)), { ...asking(urlOf(steered)), lua: STEERED_LUA }])
  const stopServices = () => Promise.all(services.map((service) => service.stop()))
  if ('missing' in started) {
    await stopServices()
    return started
  }
  const stop = async (): Promise<void> => {
    await started.stop()
    await stopServices()
  }
  return { ...started, stop }
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
  return { port: server.port, stop }
}

function asking(url: string): Variant {
  const text = (): string => readFileSync(join(EXAMPLE, 'forward-auth.cfg'), 'utf8')
  return { name: 'haproxy-lua', text, env: { EDGE_VERIFIER: url } }
}

async function startBoth(variants: readonly [Variant, Variant]): Promise<StartedExample> {
  const haproxy = await findHaproxy(process.env.PATH)
  if ('missing' in haproxy) return haproxy
  const backend = await startBackend()
  const [first, second] = variants
  const servers = [await serve(haproxy, backend.port, first), await serve(haproxy, backend.port, second)] as const
  const [asWritten, steered] = servers
  const stop = async (): Promise<void> => {
    await Promise.all([...servers, backend].map((server) => server.stop()))
  }
  return { port: asWritten.port, steeredPort: steered.port, stop }
}

async function serve(
  haproxy: Haproxy,
  backendPort: number,
  { name, text, env, lua = {} }: Variant,
): Promise<RunningProgram> {
  const { folder, remove } = makeExampleFolder(name)
  const script = replaceOnce(readFileSync(join(EXAMPLE, 'client-ip.lua'), 'utf8'), lua)
  writeFileSync(join(folder, 'client-ip.lua'), script)
  const server = await startProgram((port) => {
    const config = replaceOnce(text(folder), {
      'bind :8080': `bind 127.0.0.1:${port}`,
      'server app 127.0.0.1:8000': `server app 127.0.0.1:${backendPort}`,
    })
    writeFileSync(join(folder, 'haproxy.cfg'), config)
    const args = ['-db', '-f', 'haproxy.cfg']
    return { command: haproxy.path, args, env: { ...haproxy.env, ...env }, cwd: folder, port }
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    remove()
  }
  return { ...server, stop }
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
