import { existsSync } from 'node:fs'
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
  const passed = results.filter(({ ok }) => ok).length
  return { passed, failed: results.length - passed, skipped: [] }
}

async function tallySuites(): Promise<Tally> {
  // All of the matrix takes minutes by itself: npm run test:matrix. What a short run leaves out is in its skipped tests.
  process.env.IPSEAL_MATRIX = 'short'
  const vitest = await startVitest('test', [], { root, watch: false })
  const modules = vitest.state.getTestModules()
  const tally = tallyTests(modules, vitest.state.getUnhandledErrors().length)
  const idle = vitest.projects.filter((project) => !modules.some((module) => module.project === project))
  await vitest.close()
  for (const { name } of idle) console.log(`RED    project ${name} ran no test, so it proves nothing`)
  const skipped = existsSync(resolve(root, 'wrangler.toml')) ? [] : ['workerd: no wrangler.toml']
  return { passed: tally.passed, failed: tally.failed + idle.length, skipped: [...tally.skipped, ...skipped] }
}

const tallies = [await tallyGates(), await tallySuites()]
const skipped = tallies.flatMap((tally) => tally.skipped)
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)

for (const line of skipped) console.log(`skipped  ${line}`)
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`)
process.exit(failed === 0 ? 0 : 1)
