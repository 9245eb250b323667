import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NginxWithNjs } from './find-njs.ts'
import { writeFunction } from './write-function.ts'

export type NjsServer = { readonly socketPath: string; readonly stop: () => Promise<void> }

const START_TIMEOUT_MILLISECONDS = 30_000

/**
 * `/run` takes a run as JSON. `/seal` plays CloudFront: it makes the event out of the headers that nginx received, as
 * the Developer Guide describes it, with the address of `X-Test-Peer` for the viewer's.
 */
const SERVER = `import built from 'function.js';
async function seal(event, store) {
  const log = [];
  globalThis.store = store;
  globalThis.console = { log: (line) => log.push(line) };
  const answer = await built.handler(event);
  return JSON.stringify({ answer: JSON.stringify(answer), log });
}
async function run(r) {
  const given = JSON.parse(r.requestText);
  const ran = await seal(JSON.parse(given.event), given.store);
  r.return(200, ran);
}
async function play(r) {
  const headers = {};
  r.rawHeadersIn.forEach((line) => {
    const name = line[0].toLowerCase();
    const field = headers[name];
    if (field === undefined) headers[name] = { value: line[1] };
    else field.multiValue = (field.multiValue || [{ value: field.value }]).concat([{ value: line[1] }]);
  });
  const peer = headers['x-test-peer'].value;
  const store = { text: headers['x-test-store'].value };
  delete headers['x-test-peer'];
  delete headers['x-test-store'];
  const event = { context: { requestId: 'live' }, viewer: { ip: peer }, request: { headers } };
  const ran = await seal(event, store);
  r.return(200, ran);
}
export default { run, play };
`

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp_${name};`)

/** Headers that only an attacker sends reach the module as well: nginx itself would drop them. */
const configure = (module: string, folder: string): string => `daemon off; master_process off; pid nginx.pid;
load_module ${module};
events { worker_connections 64; }
http {
  access_log off; client_body_buffer_size 1m; client_max_body_size 1m; large_client_header_buffers 8 64k;
  ${temporary.join(' ')}
  js_path ${folder}/; js_import server from server.js;
  server {
    listen unix:${folder}/socket; underscores_in_headers on; ignore_invalid_headers off;
    location = /run { js_content server.run; }
    location = /seal { js_content server.play; }
  }
}
`

/** Starts nginx on a socket of its own, with the function in it; each request has an interpreter of its own. */
export async function startNginxWithNjs({ path, env, module }: NginxWithNjs): Promise<NjsServer> {
  const { folder, remove } = await writeFunction((home) => ({
    'server.js': SERVER,
    'nginx.conf': configure(module, home),
  }))
  const child = spawn(path, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore', env })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit')
    remove()
  }
  const socketPath = join(folder, 'socket')
  const deadline = performance.now() + START_TIMEOUT_MILLISECONDS
  while (!existsSync(socketPath)) {
    if (child.exitCode !== null || performance.now() > deadline) {
      const log = readFileSync(join(folder, 'error.log'), 'utf8')
      await stop()
      throw new Error(`nginx did not start: ${log}`)
    }
    await sleep(20)
  }
  return { socketPath, stop }
}
