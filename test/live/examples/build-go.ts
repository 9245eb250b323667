import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { replaceOnce } from './replace-once.ts'

/** Where the programs are, or why there are none. */
export type BuiltGo = { readonly bin: string } | { readonly missing: string }

const run = promisify(execFile)
const EXAMPLE = resolve(import.meta.dirname, '../../../examples/go')
const STEERED = resolve(import.meta.dirname, 'go-steered.go')
const SOURCE = resolve(import.meta.dirname, '../../../.cache/go-example')
const BUILD_TIMEOUT_MILLISECONDS = 240_000

/**
 * Builds the Go example into the cache, as it is and with the clock of `go-steered.go`. A fault in the example itself is
 * thrown; what else is in the way is told.
 */
export async function buildGo(): Promise<BuiltGo> {
  const bin = join(SOURCE, 'bin')
  cpSync(EXAMPLE, SOURCE, { recursive: true })
  mkdirSync(join(SOURCE, 'steered'), { recursive: true })
  const steered = replaceOnce(readFileSync(join(EXAMPLE, 'main.go'), 'utf8'), {
    'time.Now()': 'steeredNow()',
    'jwt.WithLeeway(5*time.Second))': 'jwt.WithLeeway(5*time.Second), jwt.WithTimeFunc(steeredNow))',
    'clientIP(page, keys.Keyfunc)': 'steer(clientIP(page, keys.Keyfunc))',
  })
  writeFileSync(join(SOURCE, 'steered/main.go'), steered)
  cpSync(STEERED, join(SOURCE, 'steered/steer.go'))
  try {
    // The go.sum has to be complete: nothing is added to it here.
    const args = ['build', '-mod=readonly', '-o', `${bin}/`, './...']
    await run('go', args, { cwd: SOURCE, timeout: BUILD_TIMEOUT_MILLISECONDS })
    return { bin }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (/\.go:\d+/.test(message)) throw error
    return { missing: `the Go example could not be built: ${message.split('\n', 2).join(' ')}` }
  }
}
