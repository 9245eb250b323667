import { because, type Plain } from '../yaml/because.ts'
import { celText } from './cel.ts'
import { celSyntax } from './cel-syntax.ts'
import { allOf, type Condition } from './condition.ts'

/** A filter that refuses with 403 what does not meet every condition. `name` is what its counters begin with. */
export function rbacFilter(name: string, conditions: readonly [Condition, ...Condition[]], reason: string): Plain {
  const texts = conditions.map(({ rule, expression }) => `${rule}: ${celText(expression)}`)
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
            condition: because([reason, ...texts].join('\n'), celSyntax(allOf(conditions))),
          },
        },
      },
    },
  }
}

/** What a route says that such a filter is not for. */
export const NO_RBAC: Plain = {
  '@type': 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute',
}
