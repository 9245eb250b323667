import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readCpuTime } from '../workerd/run-workerd.ts'
import type { ProxyTask } from './proxy-process.ts'

export type RunningProxy = {
  readonly port: number
  /** CPU time that all threads of the process have used since it began. */
  readonly cpuNanoseconds: () => number
  readonly stop: () => Promise<void>
}

const PROCESS = fileURLToPath(new URL('./proxy-process.ts', import.meta.url))

/** Runs one proxy in a process of its own, so that its CPU time is nobody else's. Linux only: it reads `/proc`. */
export async function runProxy(task: ProxyTask): Promise<RunningProxy> {
  const child = fork(PROCESS, [JSON.stringify(task)])
  // Sound: the process sends the address of its TCP server, and nothing else.
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  const stop = async (): Promise<void> => {
    child.disconnect()
    await once(child, 'exit')
  }
  return { port, cpuNanoseconds: () => readCpuTime(child.pid ?? 0), stop }
}
