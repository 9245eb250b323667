import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findFreePort } from './find-free-port.ts'
import { waitUntilListening } from './start-nginx.ts'

export type RunningProgram = {
  /** Where it listens, in the order of the configuration. */
  readonly ports: readonly number[]
  readonly stop: () => Promise<void>
}

export type StartedProgram = RunningProgram & {
  readonly pid: number
  /** Where its files are, to be written anew before it is told to read them again. */
  readonly folder: string
}

export type Configuration = {
  readonly ports: number
  /** The text of the main file; `folder` is where all files are. */
  readonly write: (ports: readonly number[], folder: string) => string
  /** Other files, such as certificates, by their names, with folders in them where there are some. */
  readonly files?: Readonly<Record<string, string>>
}

type Command = {
  readonly name: string
  readonly path: string
  readonly env?: NodeJS.ProcessEnv
  /** The name of the main file, and the arguments that name it. */
  readonly file: string
  readonly args: (file: string) => readonly string[]
}

const START_ATTEMPTS = 3

/** Starts a program on free ports of 127.0.0.1, in a folder of its own that goes when it is stopped. */
export async function startProgram(command: Command, configuration: Configuration): Promise<StartedProgram> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(command, configuration)
    } catch (error) {
      // Between the search for ports and the start a program of another run may have taken one.
      if (attempt === START_ATTEMPTS) throw error
    }
  }
}

async function startOnce({ name, path, env, file, args }: Command, configuration: Configuration) {
  const folder = mkdtempSync(join(tmpdir(), `ipseal-${name}-`))
  const ports = await findFreePorts(configuration.ports)
  for (const [other, text] of Object.entries(configuration.files ?? {})) writeInto(folder, other, text)
  writeFileSync(join(folder, file), configuration.write(ports, folder))
  const log = join(folder, 'output.log')
  const child = spawn('/bin/sh', ['-c', 'exec "$0" "$@" > output.log 2>&1', path, ...args(join(folder, file))], {
    cwd: folder,
    stdio: 'ignore',
    ...(env !== undefined && { env }),
  })
  const stop = async (): Promise<void> => {
    await end(child)
    rmSync(folder, { recursive: true })
  }
  try {
    for (const port of ports) await waitUntilListening(child, port)
    return { ports, pid: child.pid ?? 0, folder, stop }
  } catch (cause) {
    const output = readFileSync(log, 'utf8')
    await stop()
    throw new Error(`${name} did not start: ${output.slice(-2000)}`, { cause })
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit')
}

function writeInto(folder: string, name: string, text: string): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function findFreePorts(count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, findFreePort))
}
