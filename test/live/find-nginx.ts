import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'

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
    const path = installed ?? (await unpackDebianPackage())
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

async function unpackDebianPackage(): Promise<string> {
  mkdirSync(CACHE, { recursive: true })
  for (const name of PACKAGES) {
    await run('apt-get', ['download', name], { cwd: CACHE, timeout: 20_000 })
    const file = readdirSync(CACHE).find((entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'))
    if (file === undefined) continue
    await run('dpkg', ['-x', join(CACHE, file), CACHE])
    const path = join(CACHE, 'usr/sbin/nginx')
    if (existsSync(path)) return path
  }
  throw new Error(`none of the packages ${PACKAGES.join(', ')} holds usr/sbin/nginx`)
}

function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n').find((line) => line.startsWith('E: ')) ?? message.split('\n', 1)[0] ?? ''
}
