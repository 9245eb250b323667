import { matchesArn, matchesPattern } from './match-pattern.ts'
import { type Condition, PolicyError } from './policy-document.ts'

/** What is known of a request besides principal, action and resource. A key with several values has a list. */
export type Context = Readonly<Record<string, string | readonly string[]>>

/** The keys that policies here may ask for: one that is misspelt is never in a request, and would pass as absent. */
const KEYS = [
  'aws:PrincipalArn',
  'aws:PrincipalOrgID',
  'aws:PrincipalTag/*',
  'aws:ResourceAccount',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceVpce',
  'aws:TagKeys',
  'iam:PassedToService',
  'kms:CallerAccount',
  'kms:EncryptionContext:*',
  'kms:EncryptionContextKeys',
  'kms:GrantIsForAWSResource',
  'kms:ViaService',
  'lambda:FunctionUrlAuthType',
  'lambda:SourceFunctionArn',
  's3:prefix',
  'ssm:Overwrite',
  'ssm:Recursive',
].map((key) => key.toLowerCase())

/** With several values: always a list in the request, and only asked for by a set operator. */
const LIST_KEYS = ['aws:tagkeys', 'kms:encryptioncontextkeys']

type Comparison = { readonly isMatch: (pattern: string, value: string) => boolean; readonly isNegated: boolean }

const equals = (pattern: string, value: string): boolean => pattern === value
const OPERATORS: Readonly<Record<string, Comparison>> = {
  StringEquals: { isMatch: equals, isNegated: false },
  StringNotEquals: { isMatch: equals, isNegated: true },
  StringLike: { isMatch: matchesPattern, isNegated: false },
  StringNotLike: { isMatch: matchesPattern, isNegated: true },
  // Both are one ("Amazon Resource Name condition operators").
  ArnEquals: { isMatch: matchesArn, isNegated: false },
  ArnLike: { isMatch: matchesArn, isNegated: false },
  ArnNotEquals: { isMatch: matchesArn, isNegated: true },
  ArnNotLike: { isMatch: matchesArn, isNegated: true },
  Bool: { isMatch: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(), isNegated: false },
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/

/**
 * Whether a request fulfils a condition, as the IAM User Guide has it under "Condition operators". Throws a
 * {@link PolicyError} for an operator or a key that is not known here.
 */
export function fulfils(condition: Condition, context: Context): boolean {
  const [, set, name = '', ifExists] = OPERATOR.exec(condition.operator) ?? []
  const key = checkKey(condition.key)
  const found = findValues(context, key)
  if (name === 'Null') return isNull(condition, found === undefined)
  const comparison = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (comparison === undefined) throw new PolicyError(`the operator ${condition.operator} is not known here`)
  if (ifExists !== undefined && found === undefined) return true
  if (set === undefined && LIST_KEYS.includes(key)) {
    throw new PolicyError(`${condition.key} has several values, for which there are ForAllValues and ForAnyValue`)
  }
  const isKept = (value: string): boolean =>
    condition.values.some((pattern) => comparison.isMatch(pattern, value)) !== comparison.isNegated
  // Absent and empty are one to a set operator: nothing is outside the set, and nothing is in it.
  if (set === 'ForAllValues') return (found ?? []).every(isKept)
  if (set === 'ForAnyValue') return (found ?? []).some(isKept)
  return found === undefined ? comparison.isNegated : found.every(isKept)
}

function isNull({ operator, values }: Condition, isAbsent: boolean): boolean {
  if (operator !== 'Null' || values.some((value) => value !== 'true' && value !== 'false')) {
    throw new PolicyError('Null is asked with "true" or "false", and has no other form')
  }
  return values.some((value) => (value === 'true') === isAbsent)
}

/** Keys are compared without regard to case. */
function checkKey(key: string): string {
  const lower = key.toLowerCase()
  if (KEYS.some((known) => matchesPattern(known, lower))) return lower
  throw new PolicyError(`the condition key ${key} is not known here`)
}

function findValues(context: Context, key: string): readonly string[] | undefined {
  const named = Object.entries(context).map(([name, value]) => [checkKey(name), value] as const)
  const found = named.find(([name]) => name === key)?.[1]
  return typeof found === 'string' ? [found] : found
}
