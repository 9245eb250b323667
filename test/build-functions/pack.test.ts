import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { runCommand } from '../../tools/run-command.ts'
import { makeFolder } from '../cli/run-cli.ts'

test('what is published has the package and none of the functions, which hold the settings of whoever built them', async () => {
  const { name, version, files } = manifest
  const folder = makeFolder({ 'package.json': JSON.stringify({ name, version, files }) })
  for (const path of ['dist/net/index.js', 'dist/functions/lambda-edge.zip', 'dist/functions/cloudflare-worker.mjs']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), '')
  }
  const { stdout } = await runCommand(folder, 'npm', ['pack', '--dry-run', '--json', '--ignore-scripts'])
  const paths = [...stdout.matchAll(/"path": "([^"]+)"/g)].map(([, path = '']) => path)
  expect(paths.toSorted()).toEqual(['dist/net/index.js', 'package.json'])
})
