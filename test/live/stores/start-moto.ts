import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { LiveServer } from '../start-nginx.ts'

const START_TIMEOUT_MILLISECONDS = 30_000

/** Starts moto on a free port of 127.0.0.1. It forgets everything when it stops. */
export async function startMoto(path: string): Promise<LiveServer> {
  const child = spawn(path, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit')
  }
  const said: string[] = []
  const timer = setTimeout(() => void stop(), START_TIMEOUT_MILLISECONDS)
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line)
      const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1]
      if (port !== undefined) return { port: Number(port), stop }
    }
    throw new Error(`moto did not start: ${said.join('\n')}`)
  } finally {
    clearTimeout(timer)
    // Nobody reads its log from here on, and it must not wait for somebody who does.
    child.stderr.resume()
  }
}
