import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type FoundProgram, findGoProgram } from '../live/kubernetes/go-tool.ts'
import { firstLineOf } from '../live/unpack-debian-package.ts'

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../.cache')
const INSTALL_TIMEOUT_MILLISECONDS = 600_000

const TFLINT_VERSION = '0.64.0'
const TFLINT = join(CACHE, 'go/bin/tflint')
/** Its checks differ between versions, and a new one would find other faults in the same files. */
const CHECKOV_VERSION = '3.3.30'
const CHECKOV_FOLDER = join(CACHE, `checkov-${CHECKOV_VERSION}`)
const CHECKOV = join(CHECKOV_FOLDER, 'bin/checkov')

/** Finds tflint where {@link installLinters} has left it. */
export function findTflint(): FoundProgram {
  return find(TFLINT, `tflint ${TFLINT_VERSION}`)
}

/** Finds checkov where {@link installLinters} has left it. */
export function findCheckov(): FoundProgram {
  return find(CHECKOV, `checkov ${CHECKOV_VERSION}`)
}

function find(path: string, name: string): FoundProgram {
  return existsSync(path) ? { path } : { missing: `${name} is not installed; npm run test:infra installs it` }
}

/** Installs both into the cache where they are not there yet, and returns why one cannot be had. */
export async function installLinters(): Promise<readonly string[]> {
  const tflint = await findGoProgram('tflint', `github.com/terraform-linters/tflint@v${TFLINT_VERSION}`)
  return [tflint, await installCheckov()].flatMap((found) => ('missing' in found ? [found.missing] : []))
}

async function installCheckov(): Promise<FoundProgram> {
  if (existsSync(CHECKOV)) return { path: CHECKOV }
  try {
    await run('python3', ['-m', 'venv', CHECKOV_FOLDER])
    const options = ['install', '--quiet', '--disable-pip-version-check', `checkov==${CHECKOV_VERSION}`]
    await run(join(CHECKOV_FOLDER, 'bin/pip'), options, { timeout: INSTALL_TIMEOUT_MILLISECONDS })
    return { path: CHECKOV }
  } catch (error) {
    rmSync(CHECKOV_FOLDER, { recursive: true, force: true })
    return { missing: `checkov ${CHECKOV_VERSION} could not be installed with Python: ${firstLineOf(error)}` }
  }
}
