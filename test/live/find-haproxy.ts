import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { libraryEnvironment, unpackDebianProgram } from './debian-program.ts'
import { firstLineOf } from './unpack-debian-package.ts'

/** The program with the environment in which it finds its libraries, or why there is none. */
export type FoundHaproxy =
  | { readonly path: string; readonly env: NodeJS.ProcessEnv; readonly version: string }
  | { readonly missing: string }

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../.cache/haproxy')
const UNPACKED = join(CACHE, 'usr/sbin/haproxy')

/** Finds an HAProxy: one that is installed, or Debian's unpacked into the cache with the libraries that it lacks. */
export async function findHaproxy(searchPath: string | undefined): Promise<FoundHaproxy> {
  const folders = searchPath?.split(delimiter) ?? []
  const installed = folders.map((folder) => join(folder, 'haproxy')).find((path) => existsSync(path))
  try {
    if (installed === undefined && !existsSync(UNPACKED)) await unpackDebianProgram('haproxy', CACHE, UNPACKED)
    const path = installed ?? UNPACKED
    const env = installed === undefined ? libraryEnvironment(CACHE) : process.env
    const { stdout } = await run(path, ['-v'], { env })
    return { path, env, version: /version ([\d.]+)/.exec(stdout)?.[1] ?? '' }
  } catch (error) {
    return { missing: `no HAProxy is installed, and Debian's could not be unpacked: ${firstLineOf(error)}` }
  }
}
