import { celText } from '../../envoy/cel.ts'
import { celSyntax } from '../../envoy/cel-syntax.ts'
import { allOf, type Condition } from '../../envoy/condition.ts'
import { because, type Plain } from '../../yaml/because.ts'

export type RbacPatch = {
  /** What its counters begin with. */
  readonly name: string
  /** A permission of Envoy's that holds where there is nothing to judge. */
  readonly nothing: Plain
  readonly conditions: readonly [Condition, ...Condition[]]
  readonly reason: string
}

/**
 * A filter that refuses with 403 what does not meet every condition, where there is something to judge at all.
 *
 * Whether something has to be there is the AuthorizationPolicy's to say. ALLOW, so that a condition that cannot be
 * evaluated refuses.
 */
export function rbacPatch({ name, nothing, conditions, reason }: RbacPatch): Plain {
  const texts = conditions.map(({ rule, expression }) => `${rule}: ${celText(expression)}`)
  return {
    name: `envoy.filters.http.rbac.${name}`,
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC',
      rules_stat_prefix: `${name}.`,
      rules: {
        action: 'ALLOW',
        policies: {
          nothing: { permissions: [nothing], principals: [{ any: true }] },
          sound: {
            permissions: [{ any: true }],
            principals: [{ any: true }],
            condition: because([reason, ...texts].join('\n'), celSyntax(allOf(conditions))),
          },
        },
      },
    },
  }
}
