#!/usr/bin/env node
import { describeOldNode } from './node-version.ts'

const oldNode = describeOldNode(process.version)
if (oldNode === undefined) {
  await run(process.argv.slice(2))
} else {
  process.stderr.write(`ipseal: ${oldNode}\n`)
  process.exitCode = 3
}

/** Everything else is imported behind the check above: an old Node could fail on it before it says why. */
async function run(args: readonly string[]): Promise<void> {
  const { watchOutput } = await import('./output.ts')
  watchOutput()
  try {
    const { runProgram } = await import('./program.ts')
    await runProgram(args)
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts')
    process.exitCode = await reportFailure(error, args)
  }
}
