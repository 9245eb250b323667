import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { AUDIENCE, ISSUER, JWKS } from './sealed.ts'

const MAIN = resolve(import.meta.dirname, '../../../functions/verifier.ts')
const START_TIMEOUT_MILLISECONDS = 30_000

export type LogLine = { readonly msg?: string; readonly listener?: string; readonly [fact: string]: unknown }

export type LiveService = {
  /** By the name of the listener in the document. */
  readonly ports: Readonly<Record<string, number>>
  readonly log: readonly LogLine[]
  readonly pid: number
  /** Writes a new document over the old one. */
  readonly rewrite: (parts: object) => void
  readonly signal: (name: 'SIGHUP' | 'SIGTERM') => void
  /** Resolves with the first line, from here on or already there, that a test waits for. */
  readonly waitFor: (wanted: (line: LogLine) => boolean) => Promise<LogLine>
  /** Ends it, and says with which code it ended. */
  readonly stop: () => Promise<number | null>
}

/** Starts the verifier service as it is deployed, from a document in a file, on free ports of 127.0.0.1. */
export async function startService(parts: object): Promise<LiveService> {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-verifier-'))
  const path = join(folder, 'ipseal.verifier.json')
  const rewrite = (changed: object): void => {
    const jwks = join(folder, 'jwks.json')
    writeFileSync(jwks, JWKS)
    writeFileSync(path, JSON.stringify({ issuer: ISSUER, audience: AUDIENCE, jwks, ...changed }))
  }
  rewrite(parts)
  const child = spawn(process.execPath, [MAIN], {
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
      for (const line of [...log]) tell(line)
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
  return { ports, log, pid: child.pid ?? 0, rewrite, signal, waitFor, stop }
}
