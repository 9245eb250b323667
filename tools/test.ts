import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createVitest, type TestSpecification } from 'vitest/node'
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
  return {
    passed: results.length - red.length,
    failed: red.map(({ name }) => `the gate ${name}`),
    skipped: [],
    unsteady: [],
  }
}

/** Resolves once the programs that tests start are in the cache, as far as they can be had. */
async function fetchPrograms(): Promise<void> {
  await once(spawn(process.execPath, [join(root, 'test/live/fetch-programs.ts')], { stdio: 'inherit' }), 'exit')
}

/** The projects whose tests start the programs that are `fetched`: they run after all others. */
const STARTERS = new Set(['live', 'matrix'])

async function tallySuites(fetched: Promise<void>): Promise<Tally> {
  // All of the matrix takes minutes by itself: npm run test:matrix. What a short run leaves out is in its skipped tests.
  process.env.IPSEAL_MATRIX = 'short'
  const vitest = await createVitest('test', { root, watch: false })
  await vitest.standalone()
  const specifications = await vitest.globTestSpecifications()
  const startsPrograms = ({ project }: TestSpecification): boolean => STARTERS.has(project.name)
  await vitest.runTestSpecifications(specifications.filter((one) => !startsPrograms(one)))
  await fetched
  await vitest.runTestSpecifications(specifications.filter(startsPrograms))
  const modules = vitest.state.getTestModules()
  const tally = tallyTests(modules, vitest.state.getUnhandledErrors())
  const idle = vitest.projects.filter((project) => !modules.some((module) => module.project === project))
  await vitest.close()
  return {
    ...tally,
    failed: [...tally.failed, ...idle.map(({ name }) => `${name}: ran no test, so it proves nothing`)],
  }
}

// It takes minutes in which little is computed: the gates and most suites run meanwhile.
const fetched = fetchPrograms()
const tallies = [await tallyGates(), await tallySuites(fetched)]
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const skipped = tallies.flatMap((tally) => tally.skipped)
const failed = tallies.flatMap((tally) => tally.failed)
const tests = skipped.reduce((sum, skip) => sum + skip.tests, 0)

for (const { where, tests, reason } of skipped) console.log(`skipped ${tests} of ${where}: ${reason}`)
for (const name of tallies.flatMap((tally) => tally.unsteady)) console.log(`unsteady ${name}`)
// Last, as the end of a long output is what is read first.
for (const line of failed) console.log(`failed ${line}`)
console.log(`${passed} passed, ${failed.length} failed, ${tests} skipped`)
process.exit(failed.length === 0 ? 0 : 1)
