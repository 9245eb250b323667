import { copyFileSync, cpSync, mkdtempSync } from 'node:fs'
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

/**
 * Copies all of them to a temporary folder, since Terraform writes into the folders that it runs in, and returns it. Examples
 * have the values there that they show.
 */
export function copyConfigurations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-terraform-'))
  cpSync(join(ROOT, TERRAFORM), folder, {
    recursive: true,
    filter: (path) => !/\/\.terraform|\.tfstate/.test(path),
  })
  for (const values of listFiles(folder, ['examples/*/terraform.tfvars.example'])) {
    copyFileSync(join(folder, values), join(folder, dirname(values), 'terraform.tfvars'))
  }
  return folder
}
