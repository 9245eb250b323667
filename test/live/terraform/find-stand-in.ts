import { existsSync, globSync, readFileSync } from 'node:fs'
import type { FoundTerraform } from './find-terraform.ts'

/**
 * Returns the mirror that Terraform has its AWS provider from, if that provider is one that knows schemas alone; undefined
 * where it is a real one, or there is none.
 */
export function findStandIn(terraform: FoundTerraform): string | undefined {
  if ('missing' in terraform) return undefined
  const configuration = terraform.env.TF_CLI_CONFIG_FILE ?? process.env.TF_CLI_CONFIG_FILE ?? ''
  if (!existsSync(configuration)) return undefined
  const mirror = /path\s*=\s*"(.+)"/.exec(readFileSync(configuration, 'utf8'))?.[1]
  if (mirror === undefined) return undefined
  const schemas = globSync('registry.terraform.io/hashicorp/aws/*/*/aws.schema.json', { cwd: mirror })
  return schemas.length > 0 ? mirror : undefined
}
