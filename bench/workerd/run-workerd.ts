import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type RunningWorker = {
  readonly port: number
  /** CPU time that all threads of the process have used since it began. */
  readonly cpuNanoseconds: () => number
  readonly stop: () => Promise<void>
}

const COMPATIBILITY_DATE = '2026-10-01'
const START_LIMIT_MILLISECONDS = 20_000

/** Runs one Worker in a workerd of its own, without any of the tooling around it. Linux only: it reads `/proc`. */
export async function runWorkerd(source: string, variables: Readonly<Record<string, string>>): Promise<RunningWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-bench-'))
  const port = await findFreePort()
  writeFileSync(join(folder, 'worker.js'), source)
  writeFileSync(join(folder, 'config.capnp'), describeWorker(port, variables))
  const child = spawn(findBinary(), ['serve', join(folder, 'config.capnp')], { stdio: ['ignore', 'ignore', 'inherit'] })
  await untilItAnswers(port, child)
  const stop = async (): Promise<void> => {
    child.kill()
    await once(child, 'exit')
    rmSync(folder, { recursive: true })
  }
  return { port, cpuNanoseconds: () => readCpuTime(child.pid ?? 0), stop }
}

function describeWorker(port: number, variables: Readonly<Record<string, string>>): string {
  const bindings = Object.entries(variables).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      compatibilityDate = "${COMPATIBILITY_DATE}",
      bindings = [${bindings.join(', ')}])),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);`
}

/** The binary that wrangler would run. */
function findBinary(): string {
  const own = createRequire(import.meta.url)
  const wranglers = createRequire(own.resolve('wrangler'))
  // Sound: the package's one export is the path of the binary for this platform.
  return (wranglers('workerd') as { readonly default: string }).default
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

async function untilItAnswers(port: number, child: ChildProcess): Promise<void> {
  const limit = Date.now() + START_LIMIT_MILLISECONDS
  while (Date.now() < limit && child.exitCode === null) {
    const asked = request({ port, host: '127.0.0.1', path: '/', agent: false }).end()
    const isUp = await once(asked, 'response').then(
      () => true,
      () => false,
    )
    asked.destroy()
    if (isUp) return
    await sleep(50)
  }
  throw new Error('workerd did not start')
}

/** CPU nanoseconds that all threads of a process have used. Linux only. */
export function readCpuTime(pid: number): number {
  return readdirSync(`/proc/${pid}/task`)
    .map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]))
    .reduce((sum, nanoseconds) => sum + nanoseconds, 0)
}
