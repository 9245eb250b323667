import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../cli/run-cli.ts'
import { findInstalled } from '../kubernetes/go-tool.ts'
import { firstLineOf } from '../unpack-debian-package.ts'
import { extendStandIn } from './extend-stand-in.ts'

type Terraform = {
  readonly path: string
  /** What it runs with besides the environment: where its providers are. */
  readonly env: Readonly<Record<string, string>>
  /** In words, for the line that tells what a run is worth. */
  readonly providers: string
}

/** The program and its providers, or why there are none. */
export type FoundTerraform = Terraform | { readonly missing: string }

type Providers = Pick<Terraform, 'env' | 'providers'> | { readonly missing: string }

const run = promisify(execFile)
/** Prints the environment in which providers that know schemas alone stand in for the real ones. */
const STAND_INS = resolve(ROOT, '../shared/tools/terraform-providers/setup.sh')
const REGISTRY = 'https://registry.terraform.io/.well-known/terraform.json'
const REGISTRY_MILLISECONDS = 5000
const BUILD_MILLISECONDS = 240_000
const DOWNLOAD_MILLISECONDS = 600_000
/** What the modules ask for. */
const REQUIRED = `terraform {
  required_providers {
    aws        = { source = "hashicorp/aws", version = ">= 6.25.0" }
    cloudflare = { source = "cloudflare/cloudflare", version = ">= 5.14.0" }
  }
}
`

/**
 * Finds an installed Terraform and where it can have its providers from: a CLI configuration that the environment names,
 * stand-ins beside the checkout, or the registry.
 */
export async function findTerraform(): Promise<FoundTerraform> {
  const path = findInstalled('terraform')
  if (path === undefined) return { missing: 'terraform is not installed' }
  const providers = await findProviders(path)
  return 'missing' in providers ? providers : { path, ...providers }
}

async function findProviders(terraform: string): Promise<Providers> {
  const named = process.env.TF_CLI_CONFIG_FILE
  if (named !== undefined && existsSync(named)) return { env: {}, providers: 'those of TF_CLI_CONFIG_FILE' }
  if (existsSync(STAND_INS)) return buildStandIns()
  try {
    await fetch(REGISTRY, { signal: AbortSignal.timeout(REGISTRY_MILLISECONDS) })
  } catch {
    const missing = 'no providers for terraform: the registry does not answer, and TF_CLI_CONFIG_FILE names no mirror'
    return { missing }
  }
  return fillPluginCache(terraform)
}

/**
 * Has both providers once, before tests ask for them at the same time: Terraform's cache takes several readers and one
 * writer. Without the second variable it downloads what has no lock file, as nothing here has, anew each time.
 */
export async function fillPluginCache(terraform: string, folder = join(ROOT, '.cache/terraform')): Promise<Providers> {
  const env = { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true' }
  const work = mkdtempSync(join(tmpdir(), 'ipseal-providers-'))
  try {
    // "This directory must already exist" (Terraform, CLI configuration).
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(work, 'versions.tf'), REQUIRED)
    const options = { cwd: work, env: { ...process.env, ...env }, timeout: DOWNLOAD_MILLISECONDS }
    await run(terraform, ['init', '-input=false', '-no-color'], options)
    return { env, providers: 'those of the registry' }
  } catch (error) {
    return { missing: `terraform's providers could not be had from the registry: ${firstLineOf(error)}` }
  } finally {
    rmSync(work, { recursive: true })
  }
}

async function buildStandIns(): Promise<Providers> {
  try {
    const { stdout } = await run('bash', [STAND_INS], { timeout: BUILD_MILLISECONDS })
    const file = /^export TF_CLI_CONFIG_FILE='(.+)'$/m.exec(stdout)?.[1]
    if (file === undefined) return { missing: `${STAND_INS} printed no CLI configuration` }
    const extended = await extendStandIn(join(dirname(file), 'mirror'))
    return { env: { TF_CLI_CONFIG_FILE: extended }, providers: 'stand-ins that know schemas alone' }
  } catch (error) {
    return { missing: `stand-ins for terraform's providers could not be built: ${firstLineOf(error)}` }
  }
}
