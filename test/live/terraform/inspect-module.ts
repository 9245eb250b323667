import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ModuleFacts } from '../../../tools/references/terraform-tables.ts'
import { type FoundProgram, findGoProgram } from '../kubernetes/go-tool.ts'

const run = promisify(execFile)

/** Finds HashiCorp's reader of modules, which needs neither providers nor `terraform init`. */
export function findConfigInspect(): Promise<FoundProgram> {
  const module = 'github.com/hashicorp/terraform-config-inspect'
  return findGoProgram('terraform-config-inspect', `${module}@v0.0.0-20260904064934-75d64de68c31`)
}

/** Returns what a module takes and gives, as its files say. */
export async function inspectModule(program: string, folder: string): Promise<ModuleFacts> {
  const { stdout } = await run(program, ['--json', folder])
  // Sound: its output format (terraform-config-inspect, `tfconfig.Module`) has these members, and others besides.
  return JSON.parse(stdout) as ModuleFacts
}
