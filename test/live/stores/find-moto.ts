import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** The program, or why there is none. */
export type FoundMoto = { readonly path: string } | { readonly missing: string }

const run = promisify(execFile)

/** Its answers are what the tests compare with, so it is one version and not whichever is installed. */
const VERSION = '5.2.5'
const FOLDER = resolve(import.meta.dirname, `../../../.cache/moto-${VERSION}`)
const PROGRAM = join(FOLDER, 'bin/moto_server')
const INSTALL_TIMEOUT_MILLISECONDS = 300_000

/** Finds moto's server in the cache, or installs it there: a virtual environment of Python, for no other user. */
export async function findMoto(): Promise<FoundMoto> {
  if (existsSync(PROGRAM)) return { path: PROGRAM }
  try {
    await run('python3', ['-m', 'venv', FOLDER])
    const options = ['install', '--quiet', '--disable-pip-version-check', `moto[server]==${VERSION}`]
    await run(join(FOLDER, 'bin/pip'), options, { timeout: INSTALL_TIMEOUT_MILLISECONDS })
    return { path: PROGRAM }
  } catch (error) {
    rmSync(FOLDER, { recursive: true, force: true })
    const message = error instanceof Error ? error.message : String(error)
    return { missing: `moto ${VERSION} could not be installed with Python: ${message.split('\n', 1)[0]}` }
  }
}
