import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { StartedExample } from './example.ts'
import { replaceOnce } from './replace-once.ts'
import { EDGE_ENV, makeExampleFolder } from './shared-keys.ts'
import { type RunningProgram, startProgram } from './start-program.ts'

/** Where the programs are, or why there are none. */
export type BuiltGo = { readonly bin: string } | { readonly missing: string }

const run = promisify(execFile)
const EXAMPLE = resolve(import.meta.dirname, '../../../examples/go')
const STEERED = resolve(import.meta.dirname, 'go-steered.go')
const CACHE = resolve(import.meta.dirname, '../../../.cache')
const BUILD_TIMEOUT_MILLISECONDS = 240_000

/** Builds the Go example, and its middleware around a handler that shows all, and starts both. */
export async function startGo(): Promise<StartedExample> {
  const built = await buildGo()
  if ('missing' in built) return built
  const servers = await Promise.all([serveGo(join(built.bin, 'clientip')), serveGo(join(built.bin, 'steered'))])
  const [asWritten, steered] = servers
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  return { port: asWritten.port, steeredPort: steered.port, stop }
}

export async function serveGo(command: string, jwks?: string): Promise<RunningProgram> {
  const { folder, remove } = makeExampleFolder('go')
  const own = { ...EDGE_ENV, EDGE_JWKS: jwks ?? join(folder, 'jwks.json') }
  const server = await startProgram((port) => {
    return { command, args: [], env: { ...process.env, ...own, LISTEN: `127.0.0.1:${port}` }, cwd: folder, port }
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    remove()
  }
  return { ...server, stop }
}

/** Builds into the cache. A fault in the example itself is thrown; what else is in the way is told. */
export async function buildGo(floorSeconds = 30): Promise<BuiltGo> {
  const source = join(CACHE, `go-example-${floorSeconds}`)
  const bin = join(source, 'bin')
  cpSync(EXAMPLE, source, { recursive: true })
  const keys = join(source, 'clientip/keys.go')
  const floor = { '30 * time.Second': `${floorSeconds} * time.Second` }
  writeFileSync(keys, replaceOnce(readFileSync(keys, 'utf8'), floor))
  mkdirSync(join(source, 'steered'), { recursive: true })
  cpSync(STEERED, join(source, 'steered/main.go'))
  try {
    // The go.sum has to be complete: nothing is added to it here.
    const args = ['build', '-mod=readonly', '-o', `${bin}/`, './...']
    await run('go', args, { cwd: source, timeout: BUILD_TIMEOUT_MILLISECONDS })
    return { bin }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (/\.go:\d+/.test(message)) throw error
    return { missing: `the Go example could not be built: ${message.split('\n', 2).join(' ')}` }
  }
}
