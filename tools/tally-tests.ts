import type { TestCase, TestModule } from 'vitest/node'

export type Tally = {
  readonly passed: number
  /** A line for each. */
  readonly failed: readonly string[]
  readonly skipped: readonly Skip[]
  /** The names of tests that passed, but not at once. */
  readonly unsteady: readonly string[]
}

/** Tests of one file that did not run, all for one reason. */
export type Skip = { readonly where: string; readonly tests: number; readonly reason: string }

/** Counts what ran. A file that could not even be collected is one failure, for none of its tests has an outcome. */
export function tallyTests(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state)
  return {
    passed: inState('passed').length,
    failed: [
      ...modules.flatMap(describeBroken),
      ...inState('failed').map(describeFailure),
      ...inState('pending').map((test) => `${nameOf(test)}: did not end`),
      ...unhandledErrors.map((error) => `outside of any test: ${firstLine(error)}`),
    ],
    skipped: groupSkips(inState('skipped')),
    unsteady: tests.filter((test) => test.diagnostic()?.flaky === true).map(nameOf),
  }
}

function describeBroken(module: TestModule): readonly string[] {
  const suites = [...module.children.allSuites()]
  const [error] = [...module.errors(), ...suites.flatMap((suite) => suite.errors())]
  return error === undefined ? [] : [`${placeOf(module)}: ${firstLine(error)}`]
}

function describeFailure(test: TestCase): string {
  const [error] = test.result().errors ?? []
  return `${nameOf(test)}: ${firstLine(error)}`
}

function firstLine(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error
  return String(isError ? error.message : error).split('\n', 1)[0] ?? ''
}

function groupSkips(tests: readonly TestCase[]): readonly Skip[] {
  const groups = new Map<string, Skip>()
  for (const test of tests) {
    const reason = reasonOf(test)
    const where = placeOf(test.module)
    const key = `${where}: ${reason}`
    groups.set(key, { where, reason, tests: (groups.get(key)?.tests ?? 0) + 1 })
  }
  return [...groups.values()]
}

/** What the test said as it was skipped, or else what its suite is called: "… (skipped: why)". */
function reasonOf(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return note ?? /\(skipped: (.+?)\)(?: >|$)/.exec(test.fullName)?.[1] ?? 'no reason given'
}

function nameOf(test: TestCase): string {
  return `${placeOf(test.module)} > ${test.fullName}`
}

function placeOf(module: TestModule): string {
  return `${module.project.name}: ${module.relativeModuleId}`
}
