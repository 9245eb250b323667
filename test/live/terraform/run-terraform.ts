import { execFile } from 'node:child_process'
import { exitCode, type Outcome } from '../../../tools/run-command.ts'
import { required } from '../required.ts'
import type { FoundTerraform } from './find-terraform.ts'

const TIMEOUT_MILLISECONDS = 120_000
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024

/** Runs Terraform in a folder and returns its exit code with what it printed; throws only if there is none to run. */
export function runTerraform(terraform: FoundTerraform, folder: string, args: readonly string[]): Promise<Outcome> {
  const { path, env } = required(terraform)
  const options = {
    cwd: folder,
    // Whoever runs the tests may have variables of their own; these tests bring all of theirs.
    env: { ...withoutVariables(process.env), ...env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', NO_COLOR: '1' },
    timeout: TIMEOUT_MILLISECONDS,
    maxBuffer: MAX_OUTPUT_BYTES,
  }
  return new Promise((resolve) => {
    execFile(path, args, options, (error, stdout, stderr) => {
      resolve({ code: exitCode(error), stdout, text: `${stdout}${stderr}` })
    })
  })
}

/**
 * Fetches what the configuration in a folder needs, without a backend: no test keeps a state.
 *
 * @throws Error with what Terraform says if it refuses
 */
export async function initTerraform(terraform: FoundTerraform, folder: string): Promise<void> {
  const { code, text } = await runTerraform(terraform, folder, ['init', '-backend=false', '-input=false'])
  if (code !== 0) throw new Error(text)
}

function withoutVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^TF_(?:VAR|CLI_ARGS)/.test(name)))
}
