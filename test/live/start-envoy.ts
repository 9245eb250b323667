import type { FoundEnvoy } from './find-envoy.ts'
import { type Configuration, type StartedProgram, startProgram } from './start-program.ts'

/**
 * Starts Envoy with a bootstrap configuration in JSON, on one worker, so that two may run on one machine at a time.
 *
 * A request that is under way when its listener is replaced has a second.
 */
export function startEnvoy(
  { path }: Exclude<FoundEnvoy, { readonly missing: string }>,
  configuration: Configuration,
): Promise<StartedProgram> {
  const options = ['--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'error', '--drain-time-s', '1']
  const args = (file: string): readonly string[] => ['-c', file, ...options]
  return startProgram({ name: 'envoy', path, file: 'envoy.json', args }, configuration)
}
