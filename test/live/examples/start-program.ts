import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Program = {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly port: number
}

export type RunningProgram = { readonly port: number; readonly stop: () => Promise<void> }

const START_ATTEMPTS = 3
const START_TIMEOUT_MILLISECONDS = 15_000

/** Starts a program on a free port of 127.0.0.1 and waits until it listens. `describe` makes its files for that port. */
export async function startProgram(describe: (port: number) => Program): Promise<RunningProgram> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(describe(await findFreePort()))
    } catch (error) {
      // Between the search and the start another program may have taken the port.
      if (attempt === START_ATTEMPTS) throw error
    }
  }
}

async function startOnce({ command, args, env, cwd, port }: Program): Promise<RunningProgram> {
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (said = `${said}${text}`.slice(-4_000)))
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit')
  }
  try {
    await waitUntilListening(child, port)
    return { port, stop }
  } catch (cause) {
    await stop()
    throw new Error(`${command} did not start: ${said}`, { cause })
  }
}

async function waitUntilListening(child: ChildProcess, port: number): Promise<void> {
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

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}
