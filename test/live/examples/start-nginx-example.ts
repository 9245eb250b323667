import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { findNginxWithNjs, type NginxWithNjs } from '../cloudfront-function/find-njs.ts'
import { type RunningProgram, startProgram } from '../start-program.ts'
import type { StartedExample } from './example.ts'
import { replaceOnce } from './replace-once.ts'
import { KEY_FILES } from './shared-keys.ts'
import { startBackend } from './start-backend.ts'
import { startBoth } from './start-both.ts'

const read = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, '../../../examples/nginx', name), 'utf8')

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp_${name};`)
const CLOCK = { 'Date.now() / 1000': "Number(r.headersIn['X-Test-Now'])" }

/** Starts the nginx example in front of an application, once as it is and once with its clock steered. */
export async function startNginxExample(): Promise<StartedExample> {
  const nginx = await findNginxWithNjs()
  if ('missing' in nginx) return nginx
  const backend = await startBackend()
  const script = read('client-ip.js')
  const starting = [serve(nginx, backend.port, script), serve(nginx, backend.port, replaceOnce(script, CLOCK))] as const
  return startBoth(starting, [backend])
}

function serve({ path, env, module }: NginxWithNjs, backendPort: number, script: string): Promise<RunningProgram> {
  const args = (file: string): readonly string[] => ['-p', dirname(file), '-c', file, '-e', 'error.log']
  const write = ([port]: readonly number[], folder: string): string =>
    configure(
      module,
      replaceOnce(read('client-ip.conf'), {
        '/etc/nginx/client-ip/': `${folder}/`,
        'listen 8080;': `listen 127.0.0.1:${port};`,
        'http://127.0.0.1:8000': `http://127.0.0.1:${backendPort}`,
      }),
    )
  const files = { ...KEY_FILES, 'client-ip.js': script }
  return startProgram({ name: 'nginx', path, env, file: 'nginx.conf', args }, { ports: 1, write, files })
}

const configure = (module: string, fragment: string): string => `daemon off; master_process off; pid nginx.pid;
load_module ${module};
events { worker_connections 64; }
http {
access_log off; ${temporary.join(' ')}
${fragment}
}
`
