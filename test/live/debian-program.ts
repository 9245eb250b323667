import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unpackDebianPackage } from './unpack-debian-package.ts'

const run = promisify(execFile)

/** They belong to the machine: another C library would not start at all. */
const SYSTEM_LIBRARIES: readonly string[] = ['libc6', 'libcrypt1', 'libgcc-s1', 'libstdc++6']

/**
 * Unpacks a Debian package into `cache`, and after it the libraries that it depends on, nearest first, until `path`
 * starts with {@link libraryEnvironment}.
 */
export async function unpackDebianProgram(name: string, cache: string, path: string): Promise<void> {
  const waiting = [name]
  const seen = new Set([...SYSTEM_LIBRARIES, name])
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const file = await unpackDebianPackage(next, cache)
    if (await starts(path, libraryEnvironment(cache))) return
    for (const library of file === undefined ? [] : await librariesOf(file)) {
      if (!seen.has(library)) waiting.push(library)
      seen.add(library)
    }
  }
}

/** The environment in which a program finds the libraries that were unpacked beside it. */
export function libraryEnvironment(cache: string): NodeJS.ProcessEnv {
  const libraries = join(cache, 'usr/lib')
  const folders = existsSync(libraries) ? readdirSync(libraries).filter((entry) => entry.endsWith('-linux-gnu')) : []
  const path = folders.map((folder) => join(libraries, folder)).join(':')
  return { ...process.env, ...(path !== '' && { LD_LIBRARY_PATH: path }) }
}

async function librariesOf(file: string): Promise<readonly string[]> {
  const { stdout } = await run('dpkg-deb', ['-f', file, 'Depends'])
  return stdout.match(/\blib[a-z0-9.+-]+/g) ?? []
}

async function starts(path: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await run(path, ['-v'], { env })
    return true
  } catch {
    return false
  }
}
