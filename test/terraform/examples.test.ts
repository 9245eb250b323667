import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Each example can be taken alone, so that each has the variables of the path; what is its own is in another file. */
const VARIABLES = globSync('infra/terraform/examples/*/variables.tf')

test('the examples declare the variables of a path alike', () => {
  expect(VARIABLES.length).toBeGreaterThan(1)
  expect(new Set(VARIABLES.map((path) => readFileSync(path, 'utf8'))).size).toBe(1)
})
