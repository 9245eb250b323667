import { join } from 'node:path'
import { type RunningProgram, startProgram } from '../start-program.ts'
import { buildGo } from './build-go.ts'
import type { StartedExample } from './example.ts'
import { EDGE_ENV, KEY_FILES } from './shared-keys.ts'
import { startBoth } from './start-both.ts'

/** Starts the Go example as it is, and with the clock of `go-steered.go`. */
export async function startGo(): Promise<StartedExample> {
  const built = await buildGo()
  return 'missing' in built ? built : startBoth([serve(join(built.bin, 'clientip')), serve(join(built.bin, 'steered'))])
}

/** It takes its port from the environment, which a shell sets once the port is known. */
function serve(command: string): Promise<RunningProgram> {
  return startProgram(
    { name: 'go', path: '/bin/sh', env: EDGE_ENV, file: 'start.sh', args: (file) => [file] },
    { ports: 1, write: ([port]) => `LISTEN=127.0.0.1:${port} exec '${command}'\n`, files: KEY_FILES },
  )
}
