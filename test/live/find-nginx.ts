import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { firstLineOf, unpackDebianPackage } from './unpack-debian-package.ts'

/** The program, or why there is none. */
export type FoundNginx = { readonly path: string; readonly version: string } | { readonly missing: string }

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../.cache/nginx')
/** The first is the whole program on today's Debian; older ones and Ubuntu keep it in the second. */
const PACKAGES = ['nginx', 'nginx-core']
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin']

/** Finds an nginx that has the realip module: one that is installed, or Debian's package unpacked into the cache. */
export async function findNginx(searchPath: string | undefined): Promise<FoundNginx> {
  const folders = [...(searchPath?.split(delimiter) ?? []), join(CACHE, 'usr/sbin')]
  const installed = folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path))
  try {
    const path = installed ?? (await unpackNginx())
    const { stdout, stderr } = await run(path, ['-V'])
    const description = `${stdout}${stderr}`
    if (!description.includes('--with-http_realip_module')) return { missing: `${path} has no realip module` }
    return { path, version: /nginx\/([\d.]+)/.exec(description)?.[1] ?? '' }
  } catch (error) {
    return { missing: `no nginx is installed, and Debian's could not be unpacked: ${firstLineOf(error)}` }
  }
}

/** Where programs for administrators are, which an ordinary user's PATH leaves out. */
export function systemSearchPath(): string {
  return [process.env.PATH ?? '', ...SYSTEM_FOLDERS].join(delimiter)
}

async function unpackNginx(): Promise<string> {
  for (const name of PACKAGES) {
    await unpackDebianPackage(name, CACHE)
    const path = join(CACHE, 'usr/sbin/nginx')
    if (existsSync(path)) return path
  }
  throw new Error(`none of the packages ${PACKAGES.join(', ')} holds usr/sbin/nginx`)
}
