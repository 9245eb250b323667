import type { FoundHaproxy } from './find-haproxy.ts'
import { type Configuration, type StartedProgram, startProgram } from './start-program.ts'

/** Starts HAProxy in the foreground with a configuration in its own language; relative files are found beside it. */
export function startHaproxy(
  { path, env }: Exclude<FoundHaproxy, { readonly missing: string }>,
  configuration: Configuration,
): Promise<StartedProgram> {
  const args = (file: string): readonly string[] => ['-db', '-f', file]
  return startProgram({ name: 'haproxy', path, env, file: 'haproxy.cfg', args }, configuration)
}
