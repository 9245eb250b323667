import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { listFiles } from '../../../tools/gates/list-files.ts'
import { ROOT } from '../../cli/run-cli.ts'

const TERRAFORM = 'infra/terraform'

/** Every module and example, as paths such as `modules/contract`. */
export function listConfigurations(): readonly string[] {
  return listFiles(ROOT, [`${TERRAFORM}/**/versions.tf`])
    .map((path) => dirname(path).slice(TERRAFORM.length + 1))
    .toSorted()
}

/** The names of the modules, such as `contract`; those of nested ones are paths. */
export function listModules(): readonly string[] {
  return listBelow('modules/')
}

/** The names of the examples. */
export function listExamples(): readonly string[] {
  return listBelow('examples/')
}

function listBelow(folder: string): readonly string[] {
  return listConfigurations().flatMap((path) => (path.startsWith(folder) ? [path.slice(folder.length)] : []))
}

/**
 * Copies all of them to a temporary folder, since Terraform writes into the folders that it runs in, or to the one that is
 * given, and returns it.
 */
export function copyConfigurations(folder = mkdtempSync(join(tmpdir(), 'ipseal-terraform-'))): string {
  cpSync(join(ROOT, TERRAFORM), folder, {
    recursive: true,
    // The values of an example's tests are a link to those that it shows.
    verbatimSymlinks: true,
    filter: (path) => !/\/\.terraform|\.tfstate/.test(path),
  })
  return folder
}
