import type { TestCase, TestModule } from 'vitest/node'

export type Tally = {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
}

/** Counts what ran. A file that could not even be collected is one failure, for none of its tests has an outcome. */
export function tallyTests(modules: readonly TestModule[], unhandledErrors: number): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state)
  const broken = modules.filter((module) => module.errors().length > 0 || brokenSuites(module) > 0)
  return {
    passed: inState('passed').length,
    failed: inState('failed').length + inState('pending').length + broken.length + unhandledErrors,
    skipped: inState('skipped').map(describeSkip),
  }
}

function brokenSuites(module: TestModule): number {
  return [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length
}

function describeSkip(test: TestCase): string {
  const result = test.result()
  const reason = result.state === 'skipped' && result.note !== undefined ? result.note : 'no reason given'
  return `${test.project.name}: ${test.module.relativeModuleId} > ${test.fullName}: ${reason}`
}
