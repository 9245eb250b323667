import { expect, test } from 'vitest'
import { checkBundle } from '../../tools/gates/bundle.ts'
import { plant } from './plant.ts'

const worker = 'functions/cloudflare-worker.ts'
const filler = `export const filler = ${JSON.stringify(Array.from({ length: 6000 }, (_, i) => `entry ${i}`))}\n`

test('worker bundle passes a small Worker, and says what it weighs', async () => {
  const result = await checkBundle(plant({ [worker]: "export { read } from '../src/net/read.ts'\n" }))
  expect(result).toMatchObject({ ok: true, count: 2, unit: expect.stringMatching(/kB minified/) })
})

test('worker bundle refuses what is too heavy', async () => {
  const { ok, output } = await checkBundle(plant({ [worker]: filler }))
  expect(ok).toBe(false)
  expect(output).toContain('the budget is')
})

test('worker bundle does not count the providers’ lists as code', async () => {
  const list = filler.replace('filler', 'BUNNY')
  const { output } = await checkBundle(
    plant({ [worker]: "export { BUNNY } from '../src/ranges/lists/bunny.ts'\n", 'src/ranges/lists/bunny.ts': list }),
  )
  expect(output).not.toContain(': code is')
  expect(output).toContain('rangesGzipped')
})

test.each([
  "import * as z from 'zod'\nexport const schema = z.string()\n",
  "export { read } from '../src/config/read.ts'\n",
])('worker bundle refuses what does not belong there: %s', async (text) => {
  const files = { [worker]: text, 'src/config/read.ts': 'export const read = 1\n' }
  expect((await checkBundle(plant(files))).output).toContain('does not belong into the Worker')
})
