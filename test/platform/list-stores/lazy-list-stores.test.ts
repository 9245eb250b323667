import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { NODE, ROOT, SPAWN_TIMEOUT } from '../../cli/run-cli.ts'

const SCRIPT = `
import { registerHooks } from 'node:module'
const loaded = new Set()
registerHooks({
  resolve: (specifier, context, next) => {
    if (/^(@aws-sdk|node:)/.test(specifier)) loaded.add(specifier)
    return next(specifier, context)
  },
})
const { openListStore } = await import('./src/platform/list-stores/open-list-store.ts')
const references = ['s3://bucket/ranges?region=us-east-1', 'ssm:/a?region=us-east-1', 'file:/nowhere', 'config-map:a/b']
const stores = references.map((reference) => openListStore(reference))
const before = [...loaded]
for (const store of stores) await store.read(['cloudflare'], AbortSignal.abort()).catch(() => undefined)
const after = ['@aws-sdk/client-s3', '@aws-sdk/client-ssm', 'node:fs/promises', 'node:https'].map((name) => loaded.has(name))
console.log(JSON.stringify({ before, after }))
`

test(
  'neither the SDK of AWS nor a module of Node is loaded before a store of lists is asked',
  SPAWN_TIMEOUT,
  async () => {
    const { stdout } = await promisify(execFile)(NODE, ['--input-type=module', '-e', SCRIPT], { cwd: ROOT })
    expect(JSON.parse(stdout)).toEqual({ before: [], after: [true, true, true, true] })
  },
)
