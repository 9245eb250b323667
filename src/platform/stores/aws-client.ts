/** How a client of AWS is made. */
export type AwsSettings = {
  /** The SDK's own, such as AWS_REGION, if left out. */
  readonly region?: string | undefined
  /** For tests; the service's own if left out. */
  readonly endpoint?: string
  /** For tests; the SDK's own chain if left out. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/**
 * A second to connect, two without a byte after that, and at most two repetitions with the SDK's own pauses between. A
 * connection that the service closed while a Lambda was frozen is one of the faults that it repeats.
 */
const LIMITS = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, socketTimeout: 2000 },
}

/** What every client of the SDK is made with. */
export function clientOptions({ region, ...rest }: AwsSettings) {
  // The SDK takes undefined for a region, and does not look for its own then.
  return { ...LIMITS, ...rest, ...(region === undefined ? {} : { region }) }
}

/** An answer without what the API promises. */
class IncompleteAnswerError extends Error {
  override readonly name = 'IncompleteAnswerError'
}

/** A member of an answer that the API promises. */
export function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new IncompleteAnswerError('the answer lacks a member')
  return value
}
