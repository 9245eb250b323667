import type * as z from 'zod'
import { describeKind, describeValue, escapeText } from '../fault/escape-text.ts'
import type { ConfigFault } from './fault-list.ts'
import { adviseName } from './suggest-name.ts'

type Issue = z.core.$ZodIssue

/** Finds the keys that the schema knows at a path, so that an unknown one can be told what it was near to. */
export type KeysAt = (path: readonly PropertyKey[]) => readonly string[]

/** What a fault can say of the document that it is in. */
export type DocumentShape = {
  /** As `ipseal schema` calls it. */
  readonly name: 'config' | 'verifier' | 'topology' | 'wrangler'
  readonly keysAt: KeysAt
}

/** Turns what the schema says into faults in our words, with the values that it does not keep. */
export function shapeFaults(
  issues: readonly Issue[],
  document: unknown,
  { name, keysAt }: DocumentShape,
): ConfigFault[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue, key, keysAt))
    const value = valueAt(document, issue.path)
    const path = pathText(issue.path)
    if (value === undefined) return [{ code: 'MISSING', path, rule: 'is required', nextStep: `Add ${path}` } as const]
    const nextStep = `See \`ipseal schema ${name}\``
    return [{ ...ruleOf(issue), path, received: show(issue.path, value), nextStep }]
  })
}

/** What is written where a secret's name or a public key belongs may be the secret. */
function show(path: readonly PropertyKey[], value: unknown): string {
  const isSecret = path.some((key) => key === 'secret' || key === 'proof' || key === 'signedBy')
  const isShowable = !isSecret && typeof value !== 'object'
  if (!isShowable) return describeKind(value)
  return typeof value === 'string' ? describeValue(value) : JSON.stringify(value)
}

function unknownKey(issue: Issue, key: string, keysAt: KeysAt): ConfigFault {
  const known = keysAt(issue.path)
  const path = pathText([...issue.path, escapeText(key)])
  return { code: 'UNKNOWN_KEY', path, rule: 'is no key of this document', nextStep: adviseName(key, known) }
}

function ruleOf(issue: Issue): Pick<ConfigFault, 'code' | 'rule'> {
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'WRONG_TYPE', rule: `must be of type ${issue.expected}` }
    case 'invalid_value':
      return {
        code: 'OUT_OF_RANGE',
        rule: `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`,
      }
    case 'too_small':
      return { code: 'OUT_OF_RANGE', rule: `must ${measure(issue.origin, `at least ${issue.minimum}`)}` }
    case 'too_big':
      return { code: 'OUT_OF_RANGE', rule: `must ${measure(issue.origin, `at most ${issue.maximum}`)}` }
    case 'invalid_format':
      return { code: 'BAD_NAME', rule: `must match ${issue.format === 'regex' ? issue.pattern : issue.format}` }
    case 'invalid_union':
      return { code: 'WRONG_TYPE', rule: 'must be a name or a list' }
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return { code: 'WRONG_TYPE', rule: issue.message }
  }
}

function measure(origin: string, limit: string): string {
  if (origin === 'string') return `have ${limit} characters`
  return origin === 'array' ? `have ${limit} entries` : `be ${limit}`
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[String(key)] : undefined), document)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** `trust[0].ranges`; the document itself is `$`. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text === '' ? '$' : text.replace(/^\./, '')
}
