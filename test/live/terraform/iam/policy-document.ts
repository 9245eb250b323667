import { isObject } from '../../../../src/config/parse-document.ts'

/** A policy as AWS writes it, read strictly: what this evaluator does not know is refused and never left out. */
export type PolicyDocument = { readonly statements: readonly Statement[] }

export type Statement = {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  /** Undefined in a policy of an identity, which says what that identity may. */
  readonly principal: Principal | undefined
  readonly action: Names
  /** Undefined in a trust policy, whose resource is its role. */
  readonly resource: Names | undefined
  readonly conditions: readonly Condition[]
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export type Names = { readonly patterns: readonly string[]; readonly isNegated: boolean }

type Principal = 'anyone' | readonly { readonly kind: 'AWS' | 'Service'; readonly name: string }[]

export type Condition = { readonly operator: string; readonly key: string; readonly values: readonly string[] }

/** Such as an element that is misspelt, a policy variable, or a version that has none of today's rules. */
export class PolicyError extends Error {}

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

/** Reads a policy. Throws a {@link PolicyError} for everything that `evaluateAccess` would not judge as AWS does. */
export function readPolicy(policy: unknown): PolicyDocument {
  const { Version: version, Statement: statement, Id: _, ...others } = readObject(policy, 'a policy')
  if (version !== '2012-10-17') throw new PolicyError(`Version must be "2012-10-17"; got ${JSON.stringify(version)}`)
  refuseOthers(others, 'a policy')
  return { statements: asList(statement).map(readStatement) }
}

function readStatement(value: unknown): Statement {
  const statement = readObject(value, 'a statement')
  const unknown = Object.fromEntries(Object.entries(statement).filter(([name]) => !ELEMENTS.includes(name)))
  refuseOthers(unknown, 'a statement')
  const { Sid: sid, Effect: effect, Principal: principal, Condition: condition } = statement
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError(`Effect is Allow or Deny; got ${String(effect)}`)
  if (sid !== undefined && typeof sid !== 'string') throw new PolicyError('Sid must be a text')
  const action = readNames(statement, 'Action')
  if (action === undefined) throw new PolicyError('a statement must have Action or NotAction')
  return {
    sid,
    effect,
    principal: principal === undefined ? undefined : readPrincipal(principal),
    action,
    resource: readNames(statement, 'Resource'),
    conditions: condition === undefined ? [] : readConditions(condition),
  }
}

function readNames(statement: Readonly<Record<string, unknown>>, element: string): Names | undefined {
  const [named, others] = [statement[element], statement[`Not${element}`]]
  if (named !== undefined && others !== undefined)
    throw new PolicyError(`${element} and Not${element} exclude each other`)
  if (named === undefined && others === undefined) return undefined
  return { patterns: readTexts(named ?? others, element), isNegated: others !== undefined }
}

function readPrincipal(principal: unknown): Principal {
  if (principal === '*') return 'anyone'
  return Object.entries(readObject(principal, 'Principal')).flatMap(([kind, names]) => {
    if (kind !== 'AWS' && kind !== 'Service') throw new PolicyError(`a principal of the kind ${kind} is not known here`)
    return readTexts(names, kind).map((name) => ({ kind, name }) as const)
  })
}

function readConditions(condition: unknown): readonly Condition[] {
  return Object.entries(readObject(condition, 'Condition')).flatMap(([operator, keys]) =>
    Object.entries(readObject(keys, operator)).map(([key, values]) => ({
      operator,
      key,
      values: readTexts(values, key),
    })),
  )
}

/** Texts, one or a list; booleans are written as texts too. */
function readTexts(value: unknown, element: string): readonly string[] {
  const texts = asList(value).map((text) => (typeof text === 'boolean' ? String(text) : text))
  if (texts.length === 0) throw new PolicyError(`${element} must not be empty`)
  return texts.map((text) => {
    if (typeof text !== 'string') throw new PolicyError(`${element} must be texts`)
    if (text.includes('${')) throw new PolicyError(`policy variables are not known here; got ${text}`)
    return text
  })
}

function readObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw new PolicyError(`${what} must be an object`)
  return value
}

function refuseOthers(others: Readonly<Record<string, unknown>>, what: string): void {
  const [name] = Object.keys(others)
  if (name !== undefined) throw new PolicyError(`${what} has no element ${name} that is known here`)
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
