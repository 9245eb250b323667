import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkFunctionBundles } from '../../tools/gates/function-bundles.ts'
import { type PlantedFiles, plant } from './plant.ts'

const handler = 'export async function handler(event: object): Promise<object> {\n  return event\n}\n'

const functions: PlantedFiles = {
  'functions/lambda-edge.ts': handler,
  'functions/lambda.ts': handler,
  'functions/rotate-keys.ts': handler,
  'functions/refresh-ranges.ts': handler,
  'functions/refresh-ranges-worker.ts': 'export default { scheduled: (): Promise<void> => Promise.resolve() }\n',
  'functions/refresh-ranges-once.ts': 'export {}\n',
  'functions/cloudfront-function.ts': handler,
  'functions/cloudflare-worker.ts': 'export default { fetch: (): Response => new Response() }\n',
  'functions/cloudflare-worker-kv.ts': 'export default { fetch: (): Response => new Response() }\n',
  'functions/verifier.ts': 'export {}\n',
}

/** Bytes that no zip makes smaller. */
const filler = (length: number): string => `export const filler = '${randomBytes(length / 2).toString('hex')}'\n`

test('function bundles passes small functions, and says what each weighs', async () => {
  const result = await checkFunctionBundles(plant(functions))
  expect(result).toMatchObject({ ok: true, output: '', count: 10 })
  expect(result.unit).toMatch(/lambda-edge\.zip \d+\.\d kB.*cloudfront-function\.js \d+\.\d kB/)
})

test('function bundles passes a library that waits until it is asked for', async () => {
  const lazy = `export const handler = async () => (await import('@aws-sdk/client-ssm')).SSMClient.name\n`
  const { output } = await checkFunctionBundles(plant({ ...functions, 'functions/lambda.ts': lazy }))
  expect(output).toBe('')
})

test('function bundles lets a function that no client waits for load a library at once', async () => {
  const hasty =
    "import retry from 'p-retry'\nimport { readFileSync } from 'node:fs'\nexport const handler = () => [retry, readFileSync]\n"
  const { output } = await checkFunctionBundles(plant({ ...functions, 'functions/refresh-ranges.ts': hasty }))
  expect(output).toBe('')
})

test.each([
  {
    name: 'the SDK where a cold start loads it',
    files: {
      'functions/lambda.ts':
        "import { SSMClient } from '@aws-sdk/client-ssm'\nexport const handler = () => new SSMClient({})\n",
    },
    want: 'client-ssm/dist-es/SSMClient.js is loaded before anyone asks for it',
  },
  {
    name: 'the SDK behind a file that a cold start loads',
    files: {
      'functions/lambda.ts': "export { read as handler } from '../src/net/read.ts'\n",
      'src/net/read.ts':
        "import { SSMClient } from '@aws-sdk/client-ssm'\nexport const read = () => new SSMClient({})\n",
    },
    want: 'client-ssm/dist-es/SSMClient.js is loaded before anyone asks for it',
  },
  {
    name: 'a module of Node that costs a cold start more than all of ours',
    files: {
      'functions/lambda.ts': "import { STATUS_CODES } from 'node:http'\nexport const handler = () => STATUS_CODES\n",
    },
    want: 'lambda.zip: node:http is loaded before anyone asks for it',
  },
  {
    name: 'a reader of what people write, even if it waits',
    files: { 'functions/lambda-edge.ts': "export const handler = async () => (await import('zod')).z.string()\n" },
    want: 'lambda-edge.zip: node_modules/zod/index.js does not belong there',
  },
  {
    name: 'a folder of ours that has no work there',
    files: {
      'functions/rotate-keys.ts': "export { read as handler } from '../src/cli/read.ts'\n",
      'src/cli/read.ts': 'export const read = 1\n',
    },
    want: 'rotate-keys.zip: src/cli/read.ts does not belong there',
  },
  {
    name: 'a zip that is too large for a viewer event',
    files: {
      'functions/lambda-edge.ts': "export const handler = async () => (await import('../src/net/filler.ts')).filler\n",
      'src/net/filler.ts': filler(2_100_000),
    },
    want: /lambda-edge\.zip: \d+ bytes, the limit is 1000000/,
  },
  {
    name: 'more script than a cold start may read',
    files: { 'functions/lambda.ts': `${handler}${filler(90_000)}` },
    want: /lambda\.zip: loads \d+ bytes when it starts, the budget is 84000/,
  },
  {
    name: 'the SDK where even a schedule loads it for nothing',
    files: {
      'functions/refresh-ranges.ts':
        "import { SSMClient } from '@aws-sdk/client-ssm'\nexport const handler = () => new SSMClient({})\n",
    },
    want: 'refresh-ranges.zip: node_modules/@aws-sdk/client-ssm/dist-es/SSMClient.js is loaded before anyone asks',
  },
  {
    name: 'more script than a function on a schedule is',
    files: { 'functions/refresh-ranges.ts': `${handler}${filler(260_000)}` },
    want: /refresh-ranges\.zip: loads \d+ bytes when it starts, the budget is 250000/,
  },
  {
    name: 'a function that does not build',
    files: { 'functions/lambda.ts': "import '../src/net/missing.ts'\n" },
    want: 'Could not resolve "../src/net/missing.ts"',
  },
])('function bundles refuses $name', async ({ files, want }) => {
  const { ok, output } = await checkFunctionBundles(plant({ ...functions, ...files }))
  expect({ ok, output }).toEqual({ ok: false, output: expect.stringMatching(want) })
})
