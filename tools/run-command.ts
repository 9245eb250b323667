import { execFile } from 'node:child_process'
import { delimiter, join } from 'node:path'

export type Outcome = { readonly code: number; readonly stdout: string; readonly text: string }

const TIMEOUT_SECONDS = 180
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/**
 * Runs a command in `root` and returns its exit code with what it printed; never throws.
 *
 * The project's own binaries and its own Node come first on the path, so that a tool behaves the same whether it was
 * started by npm or by hand.
 */
export function runCommand(root: string, command: string, args: readonly string[]): Promise<Outcome> {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  const env = { ...process.env, FORCE_COLOR: undefined, PATH: path, NO_COLOR: '1' }
  const options = { cwd: root, env, timeout: TIMEOUT_SECONDS * 1000, maxBuffer: MAX_OUTPUT_BYTES }
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const cause = error !== null && typeof error.code !== 'number' ? `${error.message}\n` : ''
      resolve({ code: exitCode(error), stdout, text: `${stdout}${stderr}${cause}` })
    })
  })
}

/** The exit code of what `execFile` ran; 1 where it could not run at all, or was stopped. */
export function exitCode(error: { readonly code?: unknown } | null): number {
  if (error === null) return 0
  return typeof error.code === 'number' ? error.code : 1
}
