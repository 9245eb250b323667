import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FoundEnvoy } from '../find-envoy.ts'
import type { FoundHaproxy } from '../find-haproxy.ts'
import type { FoundNginx } from '../find-nginx.ts'
import { startEnvoy } from '../start-envoy.ts'
import { startHaproxy } from '../start-haproxy.ts'
import { type RunningProgram, startProgram } from '../start-program.ts'
import { writeReceiver } from './envoy-configuration.ts'

/** What a receiver answers with: who it takes for the client, and for the server that the client asked. */
export type Received = { readonly source: string; readonly destination: string; readonly authority: string }

type Present<Found> = Exclude<Found, { readonly missing: string }>

export function startHaproxyReceiver(haproxy: Present<FoundHaproxy>): Promise<RunningProgram> {
  const write = ([port = 0]: readonly number[]): string => `global
  maxconn 100
defaults
  mode http
  timeout connect 5s
  timeout client 20s
  timeout server 20s
frontend receiver
  bind 127.0.0.1:${port} accept-proxy
  http-request return status 200 hdr x-source "%[src]:%[src_port]" hdr x-destination "%[dst]:%[dst_port]" hdr x-authority "%[fc_pp_authority]"
`
  return startHaproxy(haproxy, { ports: 1, write })
}

export function startNginxReceiver({ path }: Present<FoundNginx>): Promise<RunningProgram> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`)
  const write = ([port = 0]: readonly number[]): string => `daemon off; master_process off; pid nginx.pid;
events { worker_connections 64; }
http {
  access_log off; ${temporary.join(' ')}
  set_real_ip_from 127.0.0.1; real_ip_header proxy_protocol;
  server {
    listen 127.0.0.1:${port} proxy_protocol;
    location / {
      add_header x-source "$remote_addr:$remote_port";
      add_header x-destination "$proxy_protocol_server_addr:$proxy_protocol_server_port";
      return 200 "";
    }
  }
}
`
  const args = (file: string): readonly string[] => ['-p', '.', '-c', file, '-e', 'error.log']
  return startProgram({ name: 'nginx', path, file: 'nginx.conf', args }, { ports: 1, write })
}

export function startEnvoyReceiver(envoy: Present<FoundEnvoy>): Promise<RunningProgram> {
  return startEnvoy(envoy, { ports: 1, write: ([port = 0]) => writeReceiver(port) })
}

/** Sends a header and a request in one piece; returns undefined if the receiver closes without an answer. */
export async function send(port: number, header: Uint8Array): Promise<Received | undefined> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  const request = 'GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n'
  socket.write(Buffer.concat([header, Buffer.from(request)]))
  const answer = await text(socket).catch(() => '')
  socket.destroy()
  if (!answer.startsWith('HTTP/1.1 200')) return undefined
  const find = (name: string): string => new RegExp(`^${name}: *(.*)\r$`, 'im').exec(answer)?.[1] ?? ''
  return { source: find('x-source'), destination: find('x-destination'), authority: find('x-authority') }
}
