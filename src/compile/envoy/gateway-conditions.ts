import { CLIENT_IP_HEADER } from '../../headers/own-names.ts'
import type { TargetInput } from '../target.ts'
import { attribute, type Cel, celText, entry, equal } from './cel.ts'
import { claimConditions, jwtMetadata } from './claim-conditions.ts'
import type { Condition } from './condition.ts'
import { lineConditions, pinnedHeaderCondition } from './line-conditions.ts'

/**
 * What has to hold behind `jwt_authn`, for controllers that configure the filter without its finer settings: they have
 * it forward the token, so that the line can still be looked at.
 */
export function gatewayConditions({ topology, jwks }: TargetInput, payloadName: string): readonly Condition[] {
  const { assertion } = topology
  const payload = jwtMetadata(payloadName)
  return [
    ...lineConditions(assertion),
    pinnedHeaderCondition(jwks, assertion),
    ...claimConditions(payload, assertion),
    exportedOnce(payload),
  ]
}

/** Of two tokens that verify both are exported; the header is then no single address. A claim that is no text is none. */
function exportedOnce(payload: Cel): Condition {
  const header = entry(attribute('request.headers'), CLIENT_IP_HEADER)
  return { rule: 'one-line', expression: equal(entry(payload, 'ip'), header) }
}

/** Conditions as one expression, a line each. */
export function conditionsText(conditions: readonly Condition[]): string {
  return conditions.map(({ expression }) => bracket(expression)).join(' &&\n')
}

function bracket(expression: Cel): string {
  const isOr = expression.kind === 'operator' && expression.operator === '||'
  return isOr ? `(${celText(expression)})` : celText(expression)
}
