import type { ContractRule } from '../contract.ts'
import { type Cel, every } from './cel.ts'

/** A demand on a request, with the rule of the contract that it keeps. */
export type Condition = {
  readonly rule: ContractRule
  readonly expression: Cel
}

/** All of them at once. A demand that cannot be evaluated is not met. */
export function allOf(conditions: readonly [Condition, ...Condition[]]): Cel {
  const [{ expression }, ...others] = conditions
  return every(expression, ...others.map((one) => one.expression))
}
