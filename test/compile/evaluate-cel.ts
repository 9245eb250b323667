import type { Cel, Operator } from '../../src/compile/envoy/cel.ts'

/** A whole number of CEL, which is another type than a double. */
type Value = string | number | bigint | boolean | null | Date | readonly Value[] | { readonly [member: string]: Value }

/** What an expression has instead of a value: a missing member, or an operation on the wrong types. */
export class CelFault extends Error {
  override readonly name = 'CelFault'
}

/** The value of an expression as CEL's language definition has it, for the part of the language that is used here. */
export function evaluateCel(cel: Cel, names: { readonly [name: string]: Value }): Value {
  const value = (one: Cel): Value => evaluateCel(one, names)
  switch (cel.kind) {
    case 'text':
    case 'double':
      return cel.value
    case 'int':
      return BigInt(cel.value)
    case 'name':
      return memberOf(names, cel.name)
    case 'member':
      return memberOf(value(cel.of), cel.member)
    case 'entry':
      return memberOf(value(cel.of), cel.key)
    case 'not':
      return !booleanOf(value(cel.of))
    case 'function':
      return callOn(cel.name, value(cel.of))
    case 'method':
      return METHODS[cel.name](textOf(value(cel.of)), textOf(value(cel.argument)))
    case 'operator':
      return operate(cel, value)
  }
}

function operate({ operator, left, right }: Extract<Cel, { kind: 'operator' }>, value: (one: Cel) => Value): Value {
  if (operator === '||') return either(left, right, (one) => booleanOf(value(one)))
  if (operator === '&&') return !either(left, right, (one) => !booleanOf(value(one)))
  return OPERATORS[operator](value(left), value(right))
}

/** One operand that is true decides, whatever is wrong with the other, on either side. */
function either(left: Cel, right: Cel, isTrue: (one: Cel) => boolean): boolean {
  let fault: CelFault | undefined
  for (const one of [left, right]) {
    try {
      if (isTrue(one)) return true
    } catch (error) {
      if (!(error instanceof CelFault)) throw error
      fault = error
    }
  }
  if (fault !== undefined) throw fault
  return false
}

const METHODS = {
  contains: (of: string, other: string): boolean => of.includes(other),
  startsWith: (of: string, other: string): boolean => of.startsWith(other),
  endsWith: (of: string, other: string): boolean => of.endsWith(other),
  matches: (of: string, pattern: string): boolean => new RegExp(pattern, 'u').test(of),
}

const OPERATORS: Readonly<Record<Exclude<Operator, '||' | '&&'>, (left: Value, right: Value) => Value>> = {
  // Numbers of both types are equal by their value, everything else only within its type.
  '==': (left, right) => (isNumber(left) && isNumber(right) ? Number(left) === Number(right) : left === right),
  '<=': (left, right) => {
    if (!isNumber(left) || !isNumber(right)) throw new CelFault('no <= for these')
    return left <= right
  },
  '+': (left, right) => add(left, right, 1),
  '-': (left, right) => add(left, right, -1),
  in: (left, right) => Object.hasOwn(objectOf(right), textOf(left)),
}

function add(left: Value, right: Value, sign: 1 | -1): Value {
  if (typeof left === 'number' && typeof right === 'number') return left + sign * right
  if (typeof left === 'bigint' && typeof right === 'bigint') return left + BigInt(sign) * right
  throw new CelFault('no + or - for these')
}

function callOn(name: 'size' | 'int' | 'double', of: Value): Value {
  if (name === 'size') return BigInt(Array.from(textOf(of)).length)
  if (name === 'double') {
    if (!isNumber(of)) throw new CelFault('no double()')
    return Number(of)
  }
  if (of instanceof Date) return BigInt(Math.floor(of.getTime() / 1000))
  if (typeof of !== 'number' || !(Math.abs(of) < 2 ** 63)) throw new CelFault('no int()')
  return BigInt(Math.trunc(of))
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function memberOf(of: Value, name: string): Value {
  const members = objectOf(of)
  const found = Object.hasOwn(members, name) ? members[name] : undefined
  if (found === undefined) throw new CelFault(`no ${name}`)
  return found
}

function objectOf(value: Value): { readonly [member: string]: Value } {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) {
    throw new CelFault('no map')
  }
  // Sound: lists and dates, the only other objects, were refused.
  return value as { readonly [member: string]: Value }
}

function textOf(value: Value): string {
  if (typeof value !== 'string') throw new CelFault('no text')
  return value
}

function booleanOf(value: Value): boolean {
  if (typeof value !== 'boolean') throw new CelFault('no boolean')
  return value
}
