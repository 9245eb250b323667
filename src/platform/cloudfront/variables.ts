import { readJsonObject } from '../../assertion/json-object.ts'
import { EdgeError } from '../../edge/edge-error.ts'
import type { ReadVariable } from '../../edge/edge-sources.ts'
import { parseJson } from '../../fault/parse-json.ts'
import { foldHeaderName } from '../../headers/header-name.ts'
import type { CloudFrontOrigin } from './event.ts'

/**
 * Headers that a distribution adds for its origin, and in which it tells the function where its keys and settings are.
 * Viewers can send such headers too, so they are never read anywhere else, and never passed on.
 */
const VARIABLE_HEADERS: ReadonlyMap<string, string> = new Map([
  ['x-ipseal-keys', 'IPSEAL_KEYS'],
  ['x-ipseal-config', 'IPSEAL_CONFIG'],
])

export type Variables = ReadonlyMap<string, string>

/** True for a name in any spelling. */
export function isVariableHeader(name: string): boolean {
  return VARIABLE_HEADERS.has(foldHeaderName(name))
}

/** The variables that an origin's own headers set. */
export function originVariables(origin: CloudFrontOrigin | undefined): Variables {
  const variables = new Map<string, string>()
  for (const [header, variable] of VARIABLE_HEADERS) {
    const [line] = origin?.customHeaders.get(header) ?? []
    if (line !== undefined) variables.set(variable, line.value)
  }
  return variables
}

/**
 * Reads variables that were built into the function, `{"IPSEAL_CONFIG":…,"IPSEAL_KEYS":"ssm:/ipseal/prod"}`, and after
 * them those of the origin: what was built in wins. Lambda@Edge has no environment variables of its own.
 *
 * Rejects with an EdgeError if what was built in is no such object.
 */
export function readBuiltIn(baked: string | undefined, others: Variables): ReadVariable {
  const values = readJsonObject(parseJson(baked ?? '{}'))
  return (name) => {
    if (values === undefined) return Promise.reject(notAnObject())
    const value = values.get(name) ?? ''
    if (value === '') return Promise.resolve(others.get(name))
    return Promise.resolve(typeof value === 'string' ? value : JSON.stringify(value))
  }
}

function notAnObject(): EdgeError {
  const rule = 'must be a JSON object of variables'
  const nextStep = 'Build the function again with the variables that docs/lambda-edge.md names'
  return new EdgeError({ code: 'NOT_JSON', path: 'IPSEAL_BAKED', rule, nextStep })
}
