import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findNginxWithNjs, type NginxWithNjs } from '../cloudfront-function/find-njs.ts'
import type { StartedExample } from './example.ts'
import { replaceOnce } from './replace-once.ts'
import { makeExampleFolder } from './shared-keys.ts'
import { startBackend } from './start-backend.ts'
import { startProgram } from './start-program.ts'

const EXAMPLE = resolve(import.meta.dirname, '../../../examples/nginx')

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp_${name};`)

/** Starts the nginx example in front of an application, once as it is and once with clock and binding steered. */
export async function startNginxExample(): Promise<StartedExample> {
  const nginx = await findNginxWithNjs()
  if ('missing' in nginx) return nginx
  const backend = await startBackend()
  const servers = await Promise.all([serve(nginx, backend.port, 'as written'), serve(nginx, backend.port, 'steered')])
  const [asWritten, steered] = servers
  const stop = async (): Promise<void> => {
    await Promise.all([...servers, backend].map((server) => server.stop()))
  }
  return { port: asWritten.port, steeredPort: steered.port, stop }
}

async function serve(nginx: NginxWithNjs, backendPort: number, variant: 'as written' | 'steered') {
  const { folder, remove } = makeExampleFolder('nginx')
  cpSync(EXAMPLE, folder, { recursive: true })
  const script = join(folder, 'client-ip.js')
  const clock = { 'Date.now() / 1000': "Number(r.headersIn['X-Test-Now'])" }
  if (variant === 'steered') writeFileSync(script, replaceOnce(readFileSync(script, 'utf8'), clock))
  const server = await startProgram((port) => {
    const fragment = replaceOnce(readFileSync(join(EXAMPLE, 'client-ip.conf'), 'utf8'), {
      '/etc/nginx/client-ip/': `${folder}/`,
      'listen 8080;': `listen 127.0.0.1:${port};`,
      'http://127.0.0.1:8000': `http://127.0.0.1:${backendPort}`,
      ...(variant === 'steered' && { 'set $edge_bind none;': 'set $edge_bind $http_x_test_bind;' }),
    })
    writeFileSync(join(folder, 'nginx.conf'), configure(nginx.module, fragment))
    const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log']
    return { command: nginx.path, args, env: nginx.env, cwd: folder, port }
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    remove()
  }
  return { ...server, stop }
}

const configure = (module: string, fragment: string): string => `daemon off; master_process off; pid nginx.pid;
load_module ${module};
events { worker_connections 64; }
http {
access_log off; ${temporary.join(' ')}
${fragment}
}
`
