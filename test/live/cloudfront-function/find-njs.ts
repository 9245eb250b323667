import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findNginx } from '../find-nginx.ts'
import { firstLineOf, unpackDebianPackage } from '../unpack-debian-package.ts'

/** A program with what it has to find in its environment. */
export type Program = { readonly path: string; readonly env: NodeJS.ProcessEnv; readonly version: string }
export type Found<Thing> = Thing | { readonly missing: string }

export type NginxWithNjs = Program & { readonly module: string }

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../../.cache/njs')
const MODULE = join(CACHE, 'usr/lib/nginx/modules/ngx_http_js_module.so')

/** Finds the njs interpreter: Debian's package, unpacked into the cache with the libraries that the machine lacks. */
export async function findNjs(): Promise<Found<Program>> {
  const path = join(CACHE, 'usr/bin/njs')
  try {
    if (!existsSync(path)) await unpackWithLibraries('njs', path)
    const env = environment()
    const { stdout } = await run(path, ['-v'], { env })
    return { path, env, version: stdout.trim() }
  } catch (error) {
    return { missing: `Debian's njs cannot be had: ${firstLineOf(error)}` }
  }
}

/** Finds Debian's nginx with its njs module: they must come from one release, so an installed nginx is not looked for. */
export async function findNginxWithNjs(): Promise<Found<NginxWithNjs>> {
  const nginx = await findNginx(undefined)
  if ('missing' in nginx) return nginx
  try {
    if (!existsSync(MODULE)) await unpackDebianPackage('libnginx-mod-http-js', CACHE)
    return { ...nginx, env: environment(), module: MODULE }
  } catch (error) {
    return { missing: `Debian's libnginx-mod-http-js cannot be had: ${firstLineOf(error)}` }
  }
}

async function unpackWithLibraries(name: string, path: string): Promise<void> {
  const file = await unpackDebianPackage(name, CACHE)
  if (file === undefined || (await starts(path))) return
  const { stdout } = await run('dpkg-deb', ['-f', file, 'Depends'])
  const libraries = stdout.match(/\blib[a-z0-9.+-]+/g) ?? []
  // The C library belongs to the machine: another one would not start at all.
  for (const library of libraries) if (library !== 'libc6') await unpackDebianPackage(library, CACHE)
}

async function starts(path: string): Promise<boolean> {
  try {
    await run(path, ['-v'])
    return true
  } catch {
    return false
  }
}

function environment(): NodeJS.ProcessEnv {
  const libraries = join(CACHE, 'usr/lib')
  const folders = existsSync(libraries) ? readdirSync(libraries).filter((entry) => entry.endsWith('-linux-gnu')) : []
  const path = folders.map((folder) => join(libraries, folder)).join(':')
  return { ...process.env, ...(path !== '' && { LD_LIBRARY_PATH: path }) }
}
