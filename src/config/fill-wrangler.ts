import { checkFilled } from './check-filled.ts'
import { compareBindings } from './compare-bindings.ts'
import { ConfigError, type ConfigFault } from './fault-list.ts'
import type { HandedWorker, Handover, WorkerKind } from './handover-schema.ts'
import { isObject } from './parse-document.ts'
import { type Table, takeEnvironment } from './wrangler-environment.ts'

export type Filling = {
  readonly environment: string
  readonly kind: WorkerKind
  readonly handover: Handover
}

/**
 * The configuration with which wrangler deploys one environment: that of the file, with what Terraform made filled in.
 *
 * @throws ConfigError with every fault at once, of what the two sides say differently, and of what cannot be deployed.
 */
export async function fillWrangler(file: Table, { environment, kind, handover }: Filling): Promise<Table> {
  const given = handover.workers[kind]
  const own = takeEnvironment(file, environment)
  if (given === undefined) throw new ConfigError([notHanded(kind)])
  const filled = fill(own, given, handover.account_id)
  const faults = [
    ...(handover.environment === environment ? [] : [otherEnvironment(environment, handover.environment)]),
    ...compareBindings(`env.${environment}`, own, given),
    ...(await checkFilled(filled, { kind, own, given, handover })),
  ]
  if (faults.length > 0) throw new ConfigError(faults)
  return filled
}

function fill(own: Table, given: HandedWorker, accountId: string): Table {
  const { route: _route, routes: _routes, triggers, vars, ...rest } = own
  const standing = isObject(vars) ? vars : {}
  const filled = Object.entries(given.vars).map(([name, value]) => [name, value ?? standing[name]] as const)
  return {
    ...rest,
    name: given.name,
    account_id: accountId,
    routes: given.routes,
    // An empty list takes away what an earlier deployment left; without one wrangler leaves it.
    triggers: { ...(isObject(triggers) && triggers), crons: given.crons },
    vars: Object.fromEntries(filled.filter(([, value]) => value !== undefined)),
    kv_namespaces: given.kv_namespaces,
    secrets: { required: given.secrets },
    secrets_store_secrets: given.secrets_store_secrets,
  }
}

function notHanded(kind: WorkerKind): ConfigFault {
  const nextStep = 'Give the module cloudflare-edge the variable ranges, apply, and take the output again'
  return { code: 'MISSING', path: `workers.${kind}`, rule: 'is not handed over', nextStep }
}

function otherEnvironment(environment: string, handed: string): ConfigFault {
  return {
    code: 'CONTRADICTION',
    path: 'environment',
    rule: `must be "${environment}", which is to be deployed`,
    received: `"${handed}"`,
    nextStep: 'Take the output of that environment, or set wrangler_environment of the module',
  }
}
