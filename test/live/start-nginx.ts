import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from './find-free-port.ts'
import { SHARED_POLICIES, type SharedPolicy } from './shared-policies.ts'

export type LiveServer = { readonly port: number; readonly stop: () => Promise<void> }

const START_ATTEMPTS = 3
const START_TIMEOUT_MILLISECONDS = 30_000

/** Starts nginx on a free port of 127.0.0.1: one server for each policy, chosen by Host, answering with $remote_addr. */
export async function startNginx(path: string): Promise<LiveServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(path, await findFreePort())
    } catch (error) {
      // Between the search and the start another program may have taken the port.
      if (attempt === START_ATTEMPTS) throw error
    }
  }
}

async function startOn(path: string, port: number): Promise<LiveServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-nginx-'))
  writeFileSync(join(folder, 'nginx.conf'), configure(port))
  const child = spawn(path, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit')
    rmSync(folder, { recursive: true })
  }
  try {
    await waitUntilListening(child, port)
    return { port, stop }
  } catch (cause) {
    const log = readFileSync(join(folder, 'error.log'), 'utf8')
    await stop()
    throw new Error(`nginx did not start: ${log}`, { cause })
  }
}

function configure(port: number): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp_${name};`)
  return `daemon off; master_process off; pid nginx.pid;
events { worker_connections 64; }
http {
  access_log off; keepalive_requests 100000; large_client_header_buffers 8 64k;
  real_ip_header X-Forwarded-For; real_ip_recursive on;
  ${folders.join(' ')}
  ${SHARED_POLICIES.map((policy) => configureServer(port, policy)).join('\n  ')}
}
`
}

function configureServer(port: number, { name, prefixes }: SharedPolicy): string {
  const trust = prefixes.map((prefix) => `set_real_ip_from ${prefix};`).join(' ')
  return `server { listen 127.0.0.1:${port}; server_name ${name}; ${trust} return 200 "$remote_addr"; }`
}

export async function waitUntilListening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MILLISECONDS
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`exit code ${child.exitCode}`)
    if (performance.now() > deadline) throw new Error(`not listening after ${START_TIMEOUT_MILLISECONDS} ms`)
    await sleep(20)
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
