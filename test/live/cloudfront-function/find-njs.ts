import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { libraryEnvironment, unpackDebianProgram } from '../debian-program.ts'
import { findNginx } from '../find-nginx.ts'
import { firstLineOf, unpackDebianPackage } from '../unpack-debian-package.ts'

/** A program with what it has to find in its environment. */
export type Program = { readonly path: string; readonly env: NodeJS.ProcessEnv; readonly version: string }
export type Found<Thing> = Thing | { readonly missing: string }

export type NginxWithNjs = Program & { readonly module: string }

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../../.cache/njs')
const MODULES = join(CACHE, 'usr/lib/nginx/modules')
const MODULE = join(MODULES, 'ngx_http_js_module.so')
const STREAM = join(MODULES, 'ngx_stream_module.so')

/** Finds the njs interpreter: Debian's package, unpacked into the cache with the libraries that the machine lacks. */
export async function findNjs(): Promise<Found<Program>> {
  const path = join(CACHE, 'usr/bin/njs')
  try {
    if (!existsSync(path)) await unpackDebianProgram('njs', CACHE, path)
    const env = libraryEnvironment(CACHE)
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
    return { ...nginx, env: libraryEnvironment(CACHE), module: MODULE }
  } catch (error) {
    return { missing: `Debian's libnginx-mod-http-js cannot be had: ${firstLineOf(error)}` }
  }
}

/** Finds the stream module of Debian's nginx, which is in a package of its own, of the same release. */
export async function findStreamModule(): Promise<Found<{ readonly module: string }>> {
  try {
    if (!existsSync(STREAM)) await unpackDebianPackage('libnginx-mod-stream', CACHE)
    return { module: STREAM }
  } catch (error) {
    return { missing: `Debian's libnginx-mod-stream cannot be had: ${firstLineOf(error)}` }
  }
}
