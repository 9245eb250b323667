import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Certificate } from '../../../origin/certificate.ts'
import type { NginxWithNjs } from '../../cloudfront-function/find-njs.ts'
import { type RunningProgram, startProgram } from '../../start-program.ts'

export type FoundNginx = { readonly path: string; readonly env?: NodeJS.ProcessEnv }

/** What stands around a fragment for the http block, so that nginx runs it in a folder of its own. */
export type Around = {
  /** Before everything else: `load_module …;`. */
  readonly main?: string
  /** The lines of the http block. */
  readonly http: string
  /** The lines of the stream block, if there is one. */
  readonly stream?: string
  /** Whether it takes a reload, which one process alone does not. */
  readonly canReload?: boolean
}

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp_${name};`)

/** A whole nginx.conf around fragments; relative names are in the folder where it runs. */
export function nginxConf({ main = '', http, stream = '', canReload = false }: Around): string {
  const streamBlock = stream === '' ? '' : `stream {\n${stream}\n}\n`
  return `daemon off; ${canReload ? 'worker_processes 1;' : 'master_process off;'} pid nginx.pid;
${main}
events { worker_connections 512; }
http {
access_log off; keepalive_requests 100000;
${temporary.join(' ')}
${http}
}
${streamBlock}`
}

export type NginxRun = {
  readonly ports: number
  readonly write: (ports: readonly number[], folder: string) => string
  readonly files?: Readonly<Record<string, string>>
}

/** Starts nginx on free ports with a configuration that is written for them. */
export function runNginx({ path, env }: FoundNginx, run: NginxRun): Promise<RunningProgram> {
  const args = (file: string): readonly string[] => ['-p', dirname(file), '-c', file, '-e', 'error.log']
  return startProgram({ name: 'nginx', path, file: 'nginx.conf', args, ...(env !== undefined && { env }) }, run)
}

const RELOAD_TIMEOUT_MILLISECONDS = 30_000

/**
 * Reloads nginx and waits until the processes of the old configuration are gone: for about 100 ms both take connections
 * (ngx_master_process_cycle).
 */
export async function reloadNginx(master: number): Promise<void> {
  const children = (): readonly string[] =>
    readFileSync(`/proc/${master}/task/${master}/children`, 'utf8')
      .split(' ')
      .filter((pid) => pid !== '')
  const old = children()
  const deadline = performance.now() + RELOAD_TIMEOUT_MILLISECONDS
  process.kill(master, 'SIGHUP')
  while (children().some((pid) => old.includes(pid))) {
    if (performance.now() > deadline) throw new Error('nginx still runs what it ran before the reload')
    await sleep(20)
  }
}

/** The files that a compiled configuration names for TLS. */
export function certificateFiles({ cert, key }: Certificate): Readonly<Record<string, string>> {
  return { 'tls.crt': cert, 'tls.key': key }
}

export function loadNjs({ module }: NginxWithNjs): string {
  return `load_module ${module};`
}
