import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import vectors from '../vectors/wrangler-handover.json' with { type: 'json' }
import { makeFolder, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const COMMAND = ['wrangler', '--outputs', 'outputs.json', '--environment', 'production']

/** A folder with what Terraform handed over, and a file of wrangler. */
function folderWith(name: string, text: string, outputs: unknown = vectors.handover): string {
  const folder = makeFolder()
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify(outputs))
  writeFileSync(join(folder, name), text)
  return folder
}

describe('the command wrangler', SPAWN_TIMEOUT, () => {
  test('takes JSON with comments, and says to programs which Worker it is', async () => {
    const cwd = folderWith('wrangler.jsonc', `// Ours.\n${JSON.stringify(vectors.file)}`)
    const { code, stdout } = await runCli([...COMMAND, '--config', 'wrangler.jsonc', '--json'], { cwd })
    expect({ code, answer: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      answer: { ok: true, worker: 'edge', config: { name: 'ipseal-production' } },
    })
  })

  test.each([
    { name: 'a Worker of its own', file: JSON.stringify({ main: 'edge.js' }), code: 2, want: 'say with --worker' },
    { name: 'TOML that is none', file: 'name = [', code: 3, want: 'BAD_WRANGLER_CONFIG at wrangler.toml' },
    { name: 'every fault', file: 'main = "cloudflare-worker.mjs"', code: 3, want: 'UNKNOWN_NAME at env.production' },
  ])('refuses $name', async ({ file, code, want }) => {
    const name = file.startsWith('{') ? 'wrangler.json' : 'wrangler.toml'
    const cwd = folderWith(name, file)
    const run = await runCli([...COMMAND, '--config', name], { cwd })
    expect(run).toEqual({ code, stdout: '', stderr: expect.stringContaining(want) })
  })

  test('refuses outputs that it cannot read, by their file', async () => {
    const cwd = folderWith('wrangler.toml', '', { ...vectors.handover, version: 2 })
    const { code, stderr } = await runCli(COMMAND, { cwd })
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(/outputs\.json has one fault:\n.*version/),
    })
  })
})
