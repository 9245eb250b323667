import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { libraryEnvironment } from '../debian-program.ts'
import { findNginx, systemSearchPath } from '../find-nginx.ts'
import { firstLineOf, unpackDebianPackage } from '../unpack-debian-package.ts'

/** nginx with the Lua of OpenResty, which Kong runs on; or why there is none. */
export type FoundNginxLua =
  | {
      readonly path: string
      readonly env: NodeJS.ProcessEnv
      readonly version: string
      /** Directives that load the modules, and where Lua finds its libraries. */
      readonly modules: readonly string[]
      readonly luaPath: string
      readonly luaCpath: string
    }
  | { readonly missing: string }

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../../.cache/nginx-lua')
const PACKAGES = [
  'libnginx-mod-http-ndk',
  'libnginx-mod-http-lua',
  'lua-resty-core',
  'lua-resty-lrucache',
  'lua-cjson',
  'libluajit2-5.1-2',
  'libpcre3',
]
const MODULES = ['ndk_http_module.so', 'ngx_http_lua_module.so'].map((name) =>
  join(CACHE, 'usr/lib/nginx/modules', name),
)

/** Finds nginx, and beside it Debian's module for Lua, unpacked into the cache with what it needs. */
export async function findNginxLua(): Promise<FoundNginxLua> {
  const nginx = await findNginx(systemSearchPath())
  if ('missing' in nginx) return nginx
  try {
    if (!MODULES.every((path) => existsSync(path))) {
      for (const name of PACKAGES) await unpackDebianPackage(name, CACHE)
    }
    // libpcre3 is where an older Debian has its libraries.
    const env = withFolder(libraryEnvironment(CACHE), join(CACHE, 'lib/x86_64-linux-gnu'))
    const modules = MODULES.map((path) => `load_module ${path};`)
    const luaPath = join(CACHE, 'usr/share/lua/5.1/?.lua')
    const luaCpath = join(CACHE, 'usr/lib/x86_64-linux-gnu/lua/5.1/?.so')
    const found = { ...nginx, env, modules, luaPath, luaCpath }
    const probe = join(CACHE, 'probe.conf')
    writeFileSync(probe, `${modules.join(' ')} pid ${join(CACHE, 'probe.pid')}; events {}`)
    await run(nginx.path, ['-t', '-q', '-c', probe, '-e', 'stderr'], { env })
    return found
  } catch (error) {
    return { missing: `nginx ${nginx.version} has no Lua, and Debian's module could not be had: ${firstLineOf(error)}` }
  }
}

function withFolder(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return { ...env, LD_LIBRARY_PATH: [env.LD_LIBRARY_PATH, folder].filter(Boolean).join(':') }
}
