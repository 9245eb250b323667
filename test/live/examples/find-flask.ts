import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * A Python that has what the Flask example needs, or why there is none. Its modules are run by it: scripts such as
 * `gunicorn` name the folder that they were installed in, and break where the cache is moved.
 */
export type FoundFlask = { readonly python: string } | { readonly missing: string }

const run = promisify(execFile)
const REQUIREMENTS = resolve(import.meta.dirname, '../../../examples/flask/requirements.txt')
const INSTALL_TIMEOUT_MILLISECONDS = 240_000

/** Finds the example's libraries in the cache, or installs them there: exactly what its requirements.txt pins. */
export async function findFlask(): Promise<FoundFlask> {
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12)
  const folder = resolve(import.meta.dirname, `../../../.cache/flask-${digest}`)
  const bin = join(folder, 'bin')
  const python = join(bin, 'python')
  if (existsSync(join(bin, 'gunicorn'))) return { python }
  try {
    await run('python3', ['-m', 'venv', folder])
    const options = ['install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', REQUIREMENTS]
    await run(join(bin, 'pip'), options, { timeout: INSTALL_TIMEOUT_MILLISECONDS })
    return { python }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    const message = error instanceof Error ? error.message : String(error)
    return { missing: `the Flask example's libraries could not be installed: ${message.split('\n', 1)[0]}` }
  }
}
