import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { listFiles } from '../../tools/gates/list-files.ts'
import { ROOT } from '../cli/run-cli.ts'

const folders = listFiles(ROOT, ['infra/terraform/examples/*/settings.json']).map((path) =>
  path.replace(/\/[^/]+$/, ''),
)

describe('the settings of the Terraform examples', () => {
  test('are there', () => expect(folders.length).toBeGreaterThan(0))

  test.each(folders)(
    '%s: are what `ipseal compile --target settings` prints of the configuration beside',
    async (folder) => {
      const config = readConfig(readFileSync(join(ROOT, folder, 'ipseal.config.json'), 'utf8'))
      const settings: unknown = JSON.parse(readFileSync(join(ROOT, folder, 'settings.json'), 'utf8'))
      expect(settings).toEqual(await stampSettings(config.settings))
    },
  )
})
