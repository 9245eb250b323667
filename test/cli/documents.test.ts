import { describe, expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import { BAD_CONFIG, CONFIG } from './configs.ts'
import { makeFolder, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

describe('ipseal compile --target settings', SPAWN_TIMEOUT, () => {
  test('prints settings that a runtime takes, in one line', async () => {
    const cwd = makeFolder({ 'ipseal.config.json': CONFIG })
    const { code, stdout, stderr } = await runCli(
      ['compile', '--target', 'settings', '--config', 'ipseal.config.json'],
      { cwd },
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^[^\n]+\n$/)
    expect(await readSettings(stdout)).toEqual(expect.objectContaining({ v: 1, maxHops: 16, audience: 'origin-prod' }))
  })

  test('prints none for a configuration with faults, exit 3', async () => {
    const run = await runCli(['compile', '--target', 'settings', '--config', '-'], { stdin: BAD_CONFIG })
    expect(run).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('standard input has') })
  })

  test('refuses a target that there is not, exit 2', async () => {
    const run = await runCli(['compile', '--target', 'nginx', '--config', '-'], { stdin: CONFIG })
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('the target is settings or verifier') })
  })
})

describe('ipseal schema', SPAWN_TIMEOUT, () => {
  test.each([{ args: ['schema'] }, { args: ['schema', 'config'] }, { args: ['schema', '--json'] }])(
    'prints the schema that reads a configuration: $args',
    async ({ args }) => {
      const { code, stdout } = await runCli(args)
      expect({ code, schema: JSON.parse(stdout) }).toEqual({ code: 0, schema: configJsonSchema() })
    },
  )
})
