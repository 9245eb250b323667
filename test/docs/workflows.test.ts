import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }
import { ROOT } from '../cli/run-cli.ts'

type Step = {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
type Job = {
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}
type Workflow = { readonly permissions?: object; readonly jobs: Readonly<Record<string, Job>> }

const KNOWN_ACTION =
  /^(?:actions\/[a-z-]+|aws-actions\/configure-aws-credentials|hashicorp\/setup-terraform)@[0-9a-f]{40}$/
const FOLDER = join(ROOT, '.github/workflows')

function read(file: string): Workflow {
  // Sound enough for a test: a workflow of another shape has none of the members that it looks for.
  return parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow
}

const jobs = readdirSync(FOLDER).flatMap((file) =>
  Object.entries(read(file).jobs).map(([name, job]) => ({ file, name, job })),
)
/** Without what is only said of a command. */
const commandsOf = ({ steps }: Job): string =>
  steps
    .flatMap(({ run = [] }) => run)
    .join('\n')
    .replace(/`[^`\n]*`/g, '')

describe.each(jobs)('the job $name of $file', ({ file, job }) => {
  test('has no rights but its own, and an end', () => {
    expect(read(file).permissions).toEqual({})
    expect(job.permissions).toBeDefined()
    expect(job['timeout-minutes']).toBeGreaterThan(0)
  })

  test('uses actions of GitHub and of two vendors alone, each by its commit, and leaves no token in the checkout', () => {
    const used = job.steps.filter(({ uses }) => uses !== undefined)
    expect(used.map(({ uses }) => uses).filter((uses) => !KNOWN_ACTION.test(uses ?? ''))).toEqual([])
    const checkouts = used.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false))
  })

  test('runs scripts that there are', () => {
    const scripts = [...commandsOf(job).matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, script]) => script)
    expect(scripts.filter((script) => !Object.keys(manifest.scripts).includes(script ?? ''))).toEqual([])
  })

  test('either may write or runs what it fetched, and never both', () => {
    const mayWrite = Object.values(job.permissions ?? {}).includes('write')
    expect(mayWrite && /\b(?:npm|npx|node)\b/.test(commandsOf(job))).toBe(false)
  })
})

describe('the patch of lists between the two jobs of ranges.yml', () => {
  const steps = Object.values(read('ranges.yml').jobs).flatMap((job) => job.steps)
  const scriptOf = (id: string): string => steps.find((step) => step.id === id)?.run ?? expect.fail(`no step ${id}`)

  /** Makes the patch in one checkout as the first job does, and applies it in another as the second does. */
  function carry(changes: Readonly<Record<string, string>>) {
    const folder = mkdtempSync(join(tmpdir(), 'ipseal-workflow-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    const env = { PATH: process.env.PATH, RUNNER_TEMP: folder, GITHUB_OUTPUT: join(folder, 'output') }
    const bash = (script: string, cwd: string, more = {}): string =>
      execFileSync('bash', ['--norc', '-e', '-c', script], { cwd, env: { ...env, ...more }, encoding: 'utf8' })
    mkdirSync(join(from, 'src/ranges/lists'), { recursive: true })
    writeFileSync(join(from, 'src/ranges/lists/fastly.ts'), 'before\n')
    writeFileSync(join(from, 'other.ts'), 'before\n')
    const identity = '-c user.name=test -c user.email=test@example.com'
    bash(`git init -q && git add . && git ${identity} commit -qm first && git clone -q . ../to`, from)
    for (const [path, text] of Object.entries(changes)) writeFileSync(join(from, path), text)
    bash(scriptOf('diff'), from)
    const [, patch = ''] = /^patch=(.*)$/m.exec(readFileSync(env.GITHUB_OUTPUT, 'utf8')) ?? []
    writeFileSync(env.GITHUB_OUTPUT, '')
    bash(scriptOf('apply'), to, { PATCH: patch })
    return { output: readFileSync(env.GITHUB_OUTPUT, 'utf8'), staged: bash('git diff --cached --name-only', to) }
  }

  test('carries changed lists and new ones, and nothing else', () => {
    const lists = { 'src/ranges/lists/fastly.ts': 'after\n', 'src/ranges/lists/new.ts': 'new\n' }
    expect(carry({ ...lists, 'other.ts': 'after\n' })).toEqual({
      output: 'changed=true\n',
      staged: 'src/ranges/lists/fastly.ts\nsrc/ranges/lists/new.ts\n',
    })
  })

  test('ends in nothing if no list changed', () => {
    expect(carry({ 'other.ts': 'after\n' })).toEqual({ output: '', staged: '' })
  })
})
