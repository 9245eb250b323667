import { type Cel, celText } from '../../envoy/cel.ts'
import { celSyntax } from '../../envoy/cel-syntax.ts'
import { allOf, type Condition } from '../../envoy/condition.ts'
import { because, compact, type Plain } from '../../yaml/because.ts'

export type RbacOptions = {
  /** What its counters begin with. */
  readonly name: string
  readonly conditions: readonly [Condition, ...Condition[]]
  /** Said above the conditions. */
  readonly reason: string
  /** What the comment calls by a short name. */
  readonly shortened?: Readonly<Record<string, Cel>>
}

/** A filter that refuses with 403 what does not meet every condition. */
export function rbacFilter({ name, conditions, reason, shortened = {} }: RbacOptions): Plain {
  return {
    name: `envoy.filters.http.rbac.${name}`,
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC',
      rules_stat_prefix: `${name}.`,
      rules: {
        action: 'ALLOW',
        policies: {
          [name]: {
            permissions: [{ any: true }],
            principals: [{ any: true }],
            condition: because(
              [reason, ...explain(conditions, shortened)].join('\n'),
              compact(celSyntax(allOf(conditions))),
            ),
          },
        },
      },
    },
  }
}

function explain(conditions: readonly Condition[], shortened: Readonly<Record<string, Cel>>): readonly string[] {
  const names = Object.entries(shortened).map(([name, cel]) => [name, celText(cel)] as const)
  const lines = conditions.map(({ rule, expression }) => {
    const text = names.reduce((shorter, [name, long]) => shorter.replaceAll(long, name), celText(expression))
    return `${rule}: ${text}`
  })
  return [...names.map(([name, long]) => `${name} = ${long}`), ...lines]
}

/** What a route says that such a filter is not for. */
export const NO_RBAC: Plain = {
  '@type': 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute',
}
