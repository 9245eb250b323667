import { describeValue } from '../../fault/escape-text.ts'
import type { Fault } from '../../fault/fault.ts'
import type { Settings } from '../../settings/settings.ts'
import type { CloudFrontEventType } from './headers.ts'

/** Why a function can do nothing with an event: it is set up wrongly, or CloudFront's events have changed. */
export type CloudFrontFaultCode = 'WRONG_EVENT' | 'BAD_EVENT' | 'BIND_AT_VIEWER'

export type CloudFrontFault = Fault<CloudFrontFaultCode>

export function wrongEvent(eventType: unknown): CloudFrontFault {
  const rule = 'this function works on origin-request and viewer-request'
  const nextStep = 'Associate it with one of these events'
  return { code: 'WRONG_EVENT', path: 'config.eventType', rule, received: describeValue(eventType), nextStep }
}

export function badEvent(path: string): CloudFrontFault {
  const rule = 'has another shape than CloudFront documents'
  const nextStep = 'See whether the function was invoked by something else than CloudFront'
  return { code: 'BAD_EVENT', path, rule, nextStep }
}

/**
 * Says why a seal cannot be bound at an event; undefined if it can.
 *
 * A viewer request tells neither which Host the origin is asked for nor the path that is put before its own: policies
 * decide that afterwards. A seal bound to a guess would be refused at the origin, where nobody could see why.
 */
export function bindFault(
  { assertion }: Pick<Settings, 'assertion'>,
  eventType: CloudFrontEventType,
): CloudFrontFault | undefined {
  if (eventType === 'origin-request' || assertion.bind === 'none') return undefined
  const rule = 'at viewer-request it is not known yet what the origin will be asked'
  const nextStep = 'Associate the function with origin-request, or compile settings with "bind": "none"'
  const received = describeValue(assertion.bind)
  return { code: 'BIND_AT_VIEWER', path: 'assertion.bind', rule, received, nextStep }
}
