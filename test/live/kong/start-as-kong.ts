import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { Compiled } from '../../../src/compile/index.ts'
import { fileNamed } from '../matrix/compile-plane.ts'
import type { DataPlane, Places } from '../matrix/data-plane.ts'
import { reloadNginx } from '../matrix/nginx/run-nginx.ts'
import { everyWay } from '../matrix/ways.ts'
import { startProgram } from '../start-program.ts'
import type { FoundNginxLua } from './find-nginx-lua.ts'

const KONG_LUA = readFileSync(resolve(import.meta.dirname, 'kong.lua'), 'utf8')
const DECLARATIVE = 'kong.json'
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp_${name};`)

type Values = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly proxy: Readonly<Record<'http' | 'tls', { readonly parameters: readonly string[] }>>
}

/**
 * Runs kong.yml and values.yaml on nginx with OpenResty's Lua, as Kong 3.9 would have its own nginx run them.
 *
 * The directives are those of Kong's template (kong/templates/nginx_kong.lua); kong.lua stands for Kong's own Lua. The
 * compiled Lua and the compiled settings run unchanged, but for the prefixes that are nobody's here. `kong reload` is a
 * reload of its nginx too, whose master reads the declarative configuration anew (Kong.init in kong/init.lua).
 */
export function startAsKong(found: FoundNginxLua): DataPlane['start'] {
  return async (compiled, places) => {
    if ('missing' in found) return found
    const values = readYaml<Values>(fileNamed(compiled, 'values.yaml'))
    const files = {
      [DECLARATIVE]: writeDeclarative(compiled),
      'lua/kong.lua': KONG_LUA,
      'tls.crt': places.certificate.cert,
      'tls.key': places.certificate.key,
    }
    const write = (ports: readonly number[], folder: string): string =>
      configure({ found, values, places, ports, folder })
    const args = (file: string): readonly string[] => [
      '-p',
      file.replace(/nginx\.conf$/, ''),
      '-c',
      'nginx.conf',
      '-e',
      'error.log',
    ]
    const program = { name: 'nginx-lua', path: found.path, env: found.env, file: 'nginx.conf', args }
    const { ports, folder, pid, stop } = await startProgram(program, { ports: 2, write, files })
    const [port = 0, tls] = ports
    const reload = async (changed: Compiled): Promise<void> => {
      writeFileSync(join(folder, DECLARATIVE), writeDeclarative(changed))
      await reloadNginx(pid)
    }
    return { ports: everyWay(port, tls), stop, reload, version: `nginx ${found.version} with Lua` }
  }
}

function writeDeclarative(compiled: Compiled): string {
  return JSON.stringify(readYaml(fileNamed(compiled, 'kong.yml')))
}

/** Sound where the compiler has written it in this shape, which its own tests hold it to. */
function readYaml<Shape>(text: string): Shape {
  return parseAllDocuments(text)[0]?.toJS() as Shape
}

type Configuration = {
  readonly found: Exclude<FoundNginxLua, { readonly missing: string }>
  readonly values: Values
  readonly places: Places
  readonly ports: readonly number[]
  readonly folder: string
}

function configure({ found, values, places, ports, folder }: Configuration): string {
  const { env, proxy } = values
  const trusted = (env.trusted_ips ?? '').split(',').filter((range) => range !== '')
  const [http = 0, tls = 0] = ports
  return `daemon off; worker_processes 1; pid nginx.pid;
${found.modules.join('\n')}
events { worker_connections 256; }
http {
  access_log off; ${TEMPORARY.join(' ')}
  lua_package_path "${folder}/lua/?.lua;${found.luaPath};;"; lua_package_cpath "${found.luaCpath};;";
  init_by_lua_block { require("kong") }
  underscores_in_headers on;
  server {
    ${listen(http, proxy.http.parameters)}
    ${listen(tls, [...proxy.tls.parameters, 'ssl'])}
    ssl_certificate tls.crt; ssl_certificate_key tls.key;
    real_ip_header ${env.real_ip_header}; real_ip_recursive ${env.real_ip_recursive};
    ${trusted.map((range) => `set_real_ip_from ${range};`).join(' ')}
    rewrite_by_lua_block { require("kong").rewrite() }
    access_by_lua_block { require("kong").access() }
    location / {
      set $upstream_connection ''; set $upstream_upgrade ''; set $upstream_host ''; set $upstream_x_forwarded_for '';
      proxy_http_version 1.1;
      proxy_set_header Host $upstream_host;
      proxy_set_header Upgrade $upstream_upgrade;
      proxy_set_header Connection $upstream_connection;
      proxy_set_header X-Forwarded-For $upstream_x_forwarded_for;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_pass http://127.0.0.1:${places.application};
    }
  }
}
`
}

/** Older nginx has no HTTP/2 beside HTTP/1.1 without TLS, and one socket needs no port of its own for each process. */
function listen(port: number, parameters: readonly string[]): string {
  const flags = parameters.filter((flag) => flag !== 'reuseport').join(' ')
  return ['127.0.0.1', '[::1]'].map((host) => `listen ${host}:${port} ${flags};`).join(' ')
}
