import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { required } from '../required.ts'
import { fillPluginCache, findTerraform } from './find-terraform.ts'

const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ''
const folder = mkdtempSync(join(tmpdir(), 'ipseal-plugins-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf('missing' in terraform)(`the cache of providers${reason}`, () => {
  test('is made, holds both, and is filled again without harm', async () => {
    const { path, env } = required(terraform)
    const cache = join(folder, 'not/there/yet')
    const before = process.env.TF_CLI_CONFIG_FILE
    Object.assign(process.env, env)
    const found = [await fillPluginCache(path, cache), await fillPluginCache(path, cache)]
    if (before === undefined) delete process.env.TF_CLI_CONFIG_FILE
    else process.env.TF_CLI_CONFIG_FILE = before
    expect(found.map((one) => ('missing' in one ? one.missing : one.providers))).toEqual([
      'those of the registry',
      'those of the registry',
    ])
    for (const name of ['hashicorp/aws', 'cloudflare/cloudflare']) {
      expect(existsSync(join(cache, 'registry.terraform.io', name))).toBe(true)
    }
  })
})
