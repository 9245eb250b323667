import { resolve } from 'node:path'
import { startVitest } from 'vitest/node'
import { type GateResult, showLine } from './gates/gate.ts'
import { runGates } from './gates/run-gates.ts'
import { type Tally, tallyTests } from './tally-tests.ts'

const root = resolve(import.meta.dirname, '..')

async function tallyGates(): Promise<Tally> {
  const results: GateResult[] = []
  for await (const result of runGates(root)) {
    console.log(showLine(result))
    if (!result.ok) console.log(result.output)
    results.push(result)
  }
  const red = results.filter(({ ok }) => !ok)
  return { passed: results.length - red.length, failed: red.map(({ name }) => `the gate ${name}`), skipped: [] }
}

async function tallySuites(): Promise<Tally> {
  // All of the matrix takes minutes by itself: npm run test:matrix. What a short run leaves out is in its skipped tests.
  process.env.IPSEAL_MATRIX = 'short'
  const vitest = await startVitest('test', [], { root, watch: false })
  const modules = vitest.state.getTestModules()
  const tally = tallyTests(modules, vitest.state.getUnhandledErrors())
  const idle = vitest.projects.filter((project) => !modules.some((module) => module.project === project))
  await vitest.close()
  return {
    ...tally,
    failed: [...tally.failed, ...idle.map(({ name }) => `${name}: ran no test, so it proves nothing`)],
  }
}

const tallies = [await tallyGates(), await tallySuites()]
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const skipped = tallies.flatMap((tally) => tally.skipped)
const failed = tallies.flatMap((tally) => tally.failed)
const tests = skipped.reduce((sum, skip) => sum + skip.tests, 0)

for (const { where, tests, reason } of skipped) console.log(`skipped ${tests} of ${where}: ${reason}`)
// Last, as the end of a long output is what is read first.
for (const line of failed) console.log(`failed ${line}`)
console.log(`${passed} passed, ${failed.length} failed, ${tests} skipped`)
process.exit(failed.length === 0 ? 0 : 1)
