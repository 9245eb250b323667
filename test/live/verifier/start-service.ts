import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { buildDeployable } from '../../../tools/build-functions/build-deployables.ts'
import { DEPLOYABLES } from '../../../tools/build-functions/deployables.ts'
import { AUDIENCE, ISSUER, JWKS } from './sealed.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const START_TIMEOUT_MILLISECONDS = 30_000

type LogLine = { readonly msg?: string; readonly listener?: string; readonly [fact: string]: unknown }

export type LiveService = {
  /** By the name of the listener in the document. */
  readonly ports: Readonly<Record<string, number>>
  readonly log: readonly LogLine[]
  readonly pid: number
  /** Writes a new document over the old one. */
  readonly rewrite: (parts: object) => void
  /** Writes another public key set, and has it read. */
  readonly rekey: (keys: string) => void
  readonly signal: (name: 'SIGHUP' | 'SIGTERM') => void
  /** Resolves with the first line, from here on or already there, that a test waits for. */
  readonly waitFor: (wanted: (line: LogLine) => boolean) => Promise<LogLine>
  /** Ends whoever reads the log: what is written from here on meets a broken pipe. */
  readonly closeLog: () => void
  /** Ends it, and says with which code it ended. */
  readonly stop: () => Promise<number | null>
}

let built: Promise<Uint8Array> | undefined

/** The one file that is deployed, as `npm run build` makes it; made once for all services of a test file. */
export function buildVerifier(): Promise<Uint8Array> {
  built ??= build()
  return built
}

async function build(): Promise<Uint8Array> {
  const deployable = DEPLOYABLES.find(({ file }) => file === 'verifier.mjs')
  if (deployable === undefined) throw new Error('the verifier service is not among what is built')
  return (await buildDeployable(deployable, { root: ROOT })).bytes
}

/**
 * Starts the verifier service as its container does: one file in a folder without anything else, by a Node that lets it
 * write nothing and start nothing. What listens should do so on free ports of 127.0.0.1. `keys` is the public key set
 * as text, that of {@link seal} alone if it says nothing.
 */
export async function startService(parts: object, keys = JWKS): Promise<LiveService> {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-verifier-'))
  const program = join(folder, 'verifier.mjs')
  writeFileSync(program, await buildVerifier())
  const path = join(folder, 'ipseal.verifier.json')
  const jwks = join(folder, 'jwks.json')
  const rewrite = (changed: object): void => {
    writeFileSync(jwks, keys)
    writeFileSync(path, JSON.stringify({ issuer: ISSUER, audience: AUDIENCE, jwks, ...changed }))
  }
  rewrite(parts)
  const child = spawn(process.execPath, ['--permission', '--allow-fs-read=*', program], {
    cwd: folder,
    env: { IPSEAL_VERIFIER_CONFIG: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const log: LogLine[] = []
  const waiting = new Set<(line: LogLine) => void>()
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line: LogLine = JSON.parse(text)
    log.push(line)
    for (const tell of waiting) tell(line)
  })
  const waitFor = (wanted: (line: LogLine) => boolean): Promise<LogLine> =>
    new Promise((found) => {
      const tell = (line: LogLine): void => {
        if (!wanted(line)) return
        waiting.delete(tell)
        found(line)
      }
      waiting.add(tell)
      for (const line of log) tell(line)
    })
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
    return child.exitCode
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MILLISECONDS)
  const isUp = waitFor(({ msg }) => msg === 'started').then(() => true)
  const started = await Promise.race([isUp, ended.then(() => false)])
  clearTimeout(timer)
  if (!started) throw new Error(`the service did not start: ${JSON.stringify(log)}`)
  const ports = Object.fromEntries(
    log.filter(({ msg }) => msg === 'listening').map(({ listener, port }) => [String(listener), Number(port)]),
  )
  const signal = (name: 'SIGHUP' | 'SIGTERM'): void => void child.kill(name)
  const closeLog = (): void => void child.stdout.destroy()
  const rekey = (changed: string): void => {
    writeFileSync(jwks, changed)
    signal('SIGHUP')
  }
  return { ports, log, pid: child.pid ?? 0, rewrite, rekey, signal, waitFor, closeLog, stop }
}
