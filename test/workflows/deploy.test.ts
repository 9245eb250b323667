import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import events from '../vectors/workflows/deploy-events.json' with { type: 'json' }
import plants from '../vectors/workflows/deploy-plants.json' with { type: 'json' }
import { deploymentFaults, jobsThatRun, readDeployment } from './deployment-faults.ts'
import { evaluateCondition } from './evaluate-condition.ts'

const text = readFileSync(join(ROOT, '.github/workflows/deploy.yml'), 'utf8')
const deployment = readDeployment(text)

describe('the workflow that deploys', () => {
  test('has no fault that these rules know', () => {
    expect(deploymentFaults(text)).toEqual([])
  })

  test.each(plants)('would be caught with $name', ({ find, replace, fault }) => {
    expect(text).toContain(find)
    expect(deploymentFaults(text.replace(find, () => replace))).toContainEqual(expect.stringContaining(fault))
  })

  test.each(events)('runs what it should on $name', ({ context, jobs }) => {
    expect(jobsThatRun(deployment, context)).toEqual(jobs)
  })

  test('never comes near an environment that may write, but on main', () => {
    for (const { context } of events.filter(({ context: { github } }) => github.ref !== 'refs/heads/main')) {
      const environments = jobsThatRun(deployment, context).flatMap((name) => deployment.jobs[name]?.environment ?? [])
      // Sound: the matrix puts staging and production before it.
      expect(environments.filter((environment) => !environment.endsWith('-plan'))).toEqual([])
    }
  })

  test('shows the layout of every file of Terraform', () => {
    const scripts = deployment.jobs.format?.steps.flatMap(({ run = [] }) => run)
    expect(scripts).toEqual(['terraform fmt -check -recursive -diff infra/terraform'])
  })
})

describe('a condition', () => {
  const context = { github: { event_name: 'push', event: { repository: { private: true } } }, vars: {} }

  test.each([
    { condition: "github.event_name == 'push'", holds: true },
    { condition: "github.event_name == 'PUSH'", holds: true },
    { condition: "github.event_name != 'push'", holds: false },
    { condition: "vars.ROOT != ''", holds: false },
    { condition: 'github.event.repository.private', holds: true },
    { condition: 'github.event.pull_request.head', holds: false },
    { condition: "vars.A == 'x' || github.event_name == 'push' && vars.B == ''", holds: true },
    { condition: "(vars.A == '' || vars.B == 'x') && github.event_name == 'pull_request'", holds: false },
    { condition: "'it''s' == 'it''s'", holds: true },
  ])('$condition', ({ condition, holds }) => {
    expect(evaluateCondition(condition, context)).toBe(holds)
  })

  test.each(['always()', "!vars.A == ''", "vars.A == ''  vars.B", '(vars.A', 'vars.A =='])(
    '%s is not guessed',
    (text) => {
      expect(() => evaluateCondition(text, context)).toThrow(SyntaxError)
    },
  )
})
