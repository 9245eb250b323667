import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../cli/run-cli.ts'
import { copyConfigurations, listExamples } from './configurations.ts'
import { checkPath, type Facts } from './facts/check-path.ts'
import type { Breach } from './facts/fact.ts'
import { type Plant, planRounds } from './facts/plants.ts'
import { compareExcerpts } from './facts/read-excerpts.ts'
import { type FoundTerraform, findTerraform } from './find-terraform.ts'
import { type Run, runModuleTests } from './run-module-tests.ts'
import { initTerraform, runTerraform } from './run-terraform.ts'

type Vectors = Facts & { readonly plants: readonly Plant[] }
type Plan = {
  readonly run: string
  readonly resources: Run['resources']
  readonly breaches: ReadonlyMap<string, readonly Breach[]>
}

const vectors = readVectors()
const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ` with ${terraform.providers}`
const root = copyConfigurations()
afterAll(() => rmSync(root, { recursive: true }))

const examples = listExamples()

test('every fact has been seen red', () => {
  const facts = checkPath({ resources: [], data: [], outputs: {} }, vectors).keys()
  expect(new Set(vectors.plants.map(({ fact }) => fact))).toEqual(new Set(facts))
})

describe.skipIf('missing' in terraform)(`what an example plans${reason}`, () => {
  beforeAll(async () => {
    for (const example of examples) await initTerraform(terraform, join(root, 'examples', example))
  })

  test.each(examples)(
    '%s passes its own tests, keeps every fact with the values that it shows, and its page shows what is planned',
    async (example) => {
      expect(await runTerraform(terraform, join(root, 'examples', example), ['validate'])).toMatchObject({ code: 0 })
      const { faults, failed, plans } = await planExample(terraform, example)
      expect({ faults, failed }).toEqual({ faults: [], failed: [] })
      expect(plans.length).toBeGreaterThan(0)
      const page = readFileSync(join(root, 'examples', example, 'README.md'), 'utf8')
      const { count, wrong } = compareExcerpts(page, plans[0]?.resources ?? [])
      expect({ wrong, isEmpty: count === 0 }).toEqual({ wrong: [], isEmpty: false })
      expect(plans.flatMap(({ run, breaches }) => [...breaches].flatMap(say(run)))).toEqual([])
    },
  )

  test.each(planRounds(vectors.plants))('$example breaks them where a line is altered, round $round', async (round) => {
    const restore = round.plants.map(alter).toReversed()
    const { plans, faults } = await planExample(terraform, round.example)
    for (const undo of restore) undo()
    const unseen = round.plants.filter(({ fact, breach }) => !plans.some((plan) => isTold(plan, fact, breach)))
    expect({ unseen, faults }).toEqual({ unseen: [], faults: [] })
  })
})

function readVectors(): Vectors {
  // Sound: vectors of this test alone, whose members the test reads as what they are.
  return JSON.parse(readFileSync(join(ROOT, 'test/vectors/terraform/facts.json'), 'utf8')) as Vectors
}

function alter({ file, find, replace }: Plant): () => void {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(find)
  writeFileSync(
    path,
    text.replace(find, () => replace),
  )
  return () => writeFileSync(path, text)
}

async function planExample(
  found: FoundTerraform,
  example: string,
): Promise<{
  readonly plans: readonly Plan[]
  readonly faults: readonly string[]
  readonly failed: readonly string[]
}> {
  const { runs, faults } = await runModuleTests(found, join(root, 'examples', example))
  // A plan does not show what was read for it.
  const data = runs.flatMap(({ resources }) => resources.filter(({ mode }) => mode === 'data'))
  const failed = runs.filter(({ status }) => status !== 'pass').map(({ name }) => name)
  return { faults, failed, plans: runs.filter(isShown).map((run) => describePlan(run, data)) }
}

/** What is planned, and what would be in the state. */
function isShown({ kind }: Run): boolean {
  return kind !== undefined
}

function describePlan({ name, resources, outputs }: Run, data: Run['resources']): Plan {
  return { run: name, resources, breaches: checkPath({ resources, data, outputs }, vectors) }
}

function say(run: string): (entry: readonly [string, readonly Breach[]]) => readonly string[] {
  return ([fact, breaches]) => breaches.map((breach) => `${run}: ${fact}, but ${breach}`)
}

function isTold({ breaches }: Plan, fact: string, breach: string): boolean {
  return breaches.get(fact)?.some((told) => told.includes(breach)) === true
}
