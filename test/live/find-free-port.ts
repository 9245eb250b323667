import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below those that systems give to connections by themselves: Linux from 32768 on, others from 49152 on. One of those may
 * be taken between the search for it and the program's start, by a connection of any test.
 */
const FIRST = 16_000
/** For each of the workers that run at the same time. */
const PORTS_OF_A_WORKER = 1_000
const WORKERS = 16

/** From 1 on; no two workers that run at the same time have the same. */
const worker = Number(process.env.VITEST_POOL_ID ?? 1) % WORKERS
// Not always from the first on: another checkout may run its tests at the same time.
let next = Math.floor(Math.random() * PORTS_OF_A_WORKER)

/** Finds a port that is free on 127.0.0.1 and, where there is one, on ::1; no other worker finds it. */
export async function findFreePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_OF_A_WORKER; tried++) {
    const port = FIRST + worker * PORTS_OF_A_WORKER + (next++ % PORTS_OF_A_WORKER)
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port
  }
  throw new Error(`none of the ${PORTS_OF_A_WORKER} ports of worker ${worker} is free`)
}

/** An address that the machine has not is in nobody's way. */
async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    await once(server.close(), 'close')
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
  }
}
