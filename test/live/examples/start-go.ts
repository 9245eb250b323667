import { execFile } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { StartedExample } from './example.ts'
import { EDGE_ENV, makeExampleFolder } from './shared-keys.ts'
import { startProgram } from './start-program.ts'

const run = promisify(execFile)
const EXAMPLE = resolve(import.meta.dirname, '../../../examples/go')
const STEERED = resolve(import.meta.dirname, 'go-steered.go')
const CACHE = resolve(import.meta.dirname, '../../../.cache/go-example')
const BUILD_TIMEOUT_MILLISECONDS = 240_000

/** Builds the Go example, and its middleware around a handler that shows all, and starts both. */
export async function startGo(): Promise<StartedExample> {
  try {
    await build()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (/\.go:\d+/.test(message)) throw error
    return { missing: `the Go example could not be built: ${message.split('\n', 2).join(' ')}` }
  }
  const { folder, remove } = makeExampleFolder('go')
  const serve = (name: string) =>
    startProgram((port) => ({
      command: join(CACHE, 'bin', name),
      args: [],
      env: { ...process.env, ...EDGE_ENV, EDGE_JWKS: join(folder, 'jwks.json'), LISTEN: `127.0.0.1:${port}` },
      cwd: folder,
      port,
    }))
  const servers = await Promise.all([serve('clientip'), serve('steered')])
  const [asWritten, steered] = servers
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
    remove()
  }
  return { port: asWritten.port, steeredPort: steered.port, stop }
}

/** The go.sum has to be complete: nothing is added to it here. */
async function build(): Promise<void> {
  const source = join(CACHE, 'source')
  cpSync(EXAMPLE, source, { recursive: true })
  mkdirSync(join(source, 'steered'), { recursive: true })
  cpSync(STEERED, join(source, 'steered/main.go'))
  const options = { cwd: source, timeout: BUILD_TIMEOUT_MILLISECONDS }
  await run('go', ['build', '-mod=readonly', '-o', `${join(CACHE, 'bin')}/`, './...'], options)
}
