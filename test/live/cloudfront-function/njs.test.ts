import { test } from 'vitest'
import { findNjs } from './find-njs.ts'
import { expectRuns, givens, timed } from './judge-runs.ts'
import { runInNjs } from './run-njs.ts'

const njs = await findNjs()

test('the file that is uploaded answers every vector in njs, the interpreter that CloudFront’s runtime comes from', async ({
  skip,
}) => {
  if ('missing' in njs) return skip(njs.missing)
  const { result, during } = await timed(() => runInNjs(njs, givens))
  process.stderr.write(`njs ${njs.version}: ${result.length} runs\n`)
  await expectRuns(result, during)
})
