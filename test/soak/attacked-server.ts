import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Figures } from './receiver-server.ts'

export type AttackedServer = {
  readonly port: number
  /** As things are, or after a collection of garbage. */
  readonly look: (when?: 'now' | 'collected') => Promise<Figures>
  readonly stop: () => Promise<void>
}

export type Limits = {
  readonly maxWaiting?: number
  readonly headerTimeoutSeconds?: number
  /** How many files the process may have open; as this one by default. */
  readonly openFiles?: number
}

/** Starts the server in a process of its own, so that its memory is its own and its limits can be small. */
export async function startAttackedServer({ maxWaiting, headerTimeoutSeconds, openFiles }: Limits = {}) {
  const file = join(import.meta.dirname, 'receiver-server.ts')
  const limit = openFiles === undefined ? '' : `ulimit -n ${openFiles}; `
  const args = ['--expose-gc', file, `${maxWaiting ?? ''}`, `${headerTimeoutSeconds ?? ''}`]
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  // Sound: what our own file sends first.
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  const server: AttackedServer = {
    port,
    look: async (when = 'now') => {
      child.send(when)
      return nextFigures(child)
    },
    stop: async () => {
      child.disconnect()
      await once(child, 'exit')
    },
  }
  return server
}

async function nextFigures(child: ChildProcess): Promise<Figures> {
  // Sound: what our own file answers with.
  const [figures] = (await once(child, 'message')) as [Figures]
  return figures
}
