import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('keeping a value fresh adds no more than 1.1 kB to a bundle, for it goes into the Worker', async () => {
  const entryPoints = [new URL('../../src/fresh/fresh.ts', import.meta.url).pathname]
  const bundle = await build({ entryPoints, bundle: true, minify: true, format: 'esm', write: false })
  const [code = ''] = bundle.outputFiles[0]?.text.split('export{') ?? []
  expect(code).toContain('AbortSignal')
  expect(code.length).toBeLessThanOrEqual(1100)
})
