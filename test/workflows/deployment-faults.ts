import { parse } from 'yaml'
import { type Context, evaluateCondition } from './evaluate-condition.ts'

type Step = {
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
type Job = {
  readonly if?: string
  readonly environment?: string
  readonly env?: Readonly<Record<string, string>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}
type Deployment = {
  readonly env?: object
  readonly permissions?: object
  readonly concurrency?: { readonly 'cancel-in-progress'?: boolean }
  readonly jobs: Readonly<Record<string, Job>>
}

/** What no job may have beyond, whatever it is for. */
const MOST: Readonly<Record<string, string>> = { contents: 'read', 'id-token': 'write' }
const INSTALLS = /\b(?:npm|npx|node)\b/
const SECRET = /\bsecrets\b/
/** Everything that somebody outside may have written, put into a script by GitHub before the shell sees it. */
const EXPRESSION = /\$\{\{/
const PINNED = /^\s*(?:- )?uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/

export function readDeployment(text: string): Deployment {
  // Sound enough for a test: a workflow of another shape has none of the members that it looks for.
  return parse(text) as Deployment
}

/** The jobs that GitHub would run, in their order. */
export function jobsThatRun({ jobs }: Deployment, context: Context): readonly string[] {
  return Object.entries(jobs).flatMap(([name, job]) => {
    return job.if === undefined || evaluateCondition(job.if, context) ? [name] : []
  })
}

/** What is wrong with a workflow that may change a cloud; empty if nothing is. */
export function deploymentFaults(text: string): readonly string[] {
  const deployment = readDeployment(text)
  const unpinned = text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line) && !PINNED.test(line))
  return [
    ...unpinned.map((line) => `not pinned with its version: ${line.trim()}`),
    ...(Object.keys(deployment.permissions ?? { all: 1 }).length > 0 ? ['rights for every job'] : []),
    ...(deployment.env === undefined ? [] : ['variables for every job']),
    ...(deployment.concurrency?.['cancel-in-progress'] === false ? [] : ['a run may be cut off']),
    ...(/pull_request_target|workflow_run/.test(text) ? ['runs strangers’ code with rights'] : []),
    ...Object.entries(deployment.jobs).flatMap(([name, job]) => jobFaults(job).map((fault) => `${name}: ${fault}`)),
  ]
}

function jobFaults(job: Job): readonly string[] {
  const { permissions = {}, environment, steps } = job
  const scripts = steps.flatMap(({ run = [] }) => run)
  const mayBecome = permissions['id-token'] === 'write'
  const becomes = steps.some(({ uses = '' }) => uses.startsWith('aws-actions/configure-aws-credentials@'))
  const isBeyond = Object.entries(permissions).some(([name, value]) => MOST[name] !== value)
  const isSecret = steps.some((step) => SECRET.test(JSON.stringify(step)))
  return [
    ...(isBeyond ? ['more rights than a deployment needs'] : []),
    ...(mayBecome === becomes ? [] : ['may get a token that it does not use, or uses one that it may not get']),
    ...((mayBecome || isSecret) && environment === undefined ? ['secrets or a role outside of an environment'] : []),
    ...(mayBecome && scripts.some((script) => INSTALLS.test(script)) ? ['runs what npm installs beside a role'] : []),
    ...(forgetsState(scripts) ? ['goes on without a backend'] : []),
    ...(SECRET.test(JSON.stringify(job.env ?? {})) ? ['a secret for every step'] : []),
    ...steps.flatMap(stepFaults),
    ...scripts.flatMap(scriptFaults),
  ]
}

/** `init -backend-config` only warns where the configuration names no backend. */
function forgetsState(scripts: readonly string[]): boolean {
  return scripts.some((script, i) => {
    return /terraform .*\binit\b/.test(script) && !(scripts[i + 1] ?? '').startsWith('jq --exit-status .backend.type ')
  })
}

function stepFaults(step: Step): readonly string[] {
  const { env: _, ...rest } = step
  return [
    ...(SECRET.test(JSON.stringify(rest)) ? ['a secret that is no variable of one step'] : []),
    ...(/aws-(?:access-key-id|secret-access-key)/.test(JSON.stringify(step)) ? ['a key of AWS that does not end'] : []),
    ...(SECRET.test(JSON.stringify(step)) && /\bnpm\b/.test(step.run ?? '') ? ['a secret while npm installs'] : []),
  ]
}

function scriptFaults(script: string): readonly string[] {
  return [
    ...(EXPRESSION.test(script) ? ['an expression inside of a script'] : []),
    ...(/set -x|TF_LOG|printenv|\benv\s*$/.test(script) ? ['may write secrets into the log'] : []),
    ...(/terraform .*\bapply\b(?!.* \S+\.tfplan$)|auto-approve/m.test(script)
      ? ['applies what nobody has seen as a plan']
      : []),
    ...(/terraform .*\bplan\b(?!.*-lock=false)/m.test(script)
      ? ['plans with a lock, which takes a right to write']
      : []),
    ...(/terraform .*\binit\b(?!.*-lockfile=readonly)/m.test(script) ? ['takes providers that nobody pinned'] : []),
  ]
}
