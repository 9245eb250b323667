import type { Exemption } from '../../topology/topology.ts'
import type { ContractRule } from '../contract.ts'
import { attribute, type Cel, equal, every, some, text } from './cel.ts'

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

/** Lets pass what is exempt, by exact method and path, for products whose filter cannot be left out of a route. */
export function unlessExempt(exempt: readonly Exemption[], demanded: Cel): Cel {
  const [first, ...others] = exempt.map(({ method, path }) =>
    every(equal(attribute('request.method'), text(method)), equal(attribute('request.url_path'), text(path))),
  )
  return first === undefined ? demanded : some(first, ...others, demanded)
}
