import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { NODE, ROOT, SPAWN_TIMEOUT } from '../../cli/run-cli.ts'

const SCRIPT = `
import { registerHooks } from 'node:module'
const loaded = new Set()
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier.startsWith('@aws-sdk/')) loaded.add(specifier)
    return next(specifier, context)
  },
})
const { openStore } = await import('./src/platform/stores/open-store.ts')
await import('./src/platform/keep-edge.ts')
const store = openStore('ssm:/ipseal/prod?region=us-east-1')
const before = [...loaded]
await store.load(AbortSignal.abort()).catch(() => undefined)
console.log(JSON.stringify({ before, after: loaded.has('@aws-sdk/client-ssm') }))
`

test('the SDK of AWS is loaded when a store in SSM is asked, and not before', SPAWN_TIMEOUT, async () => {
  const { stdout } = await promisify(execFile)(NODE, ['--input-type=module', '-e', SCRIPT], { cwd: ROOT })
  expect(JSON.parse(stdout)).toEqual({ before: [], after: true })
})
