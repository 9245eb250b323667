/** Where a Lambda@Edge function can seal a request: as CloudFront receives it, or as it asks the origin. */
export type CloudFrontEventType = 'viewer-request' | 'origin-request'

/** What a function may read and leave, and nothing else: CloudFront answers 502 if one is added, changed or deleted. */
export const READ_ONLY_HEADERS: Readonly<Record<CloudFrontEventType, readonly string[]>> = {
  'viewer-request': ['cdn-loop', 'content-length', 'host', 'transfer-encoding', 'via'],
  'origin-request': [
    'accept-encoding',
    'cdn-loop',
    'content-length',
    'if-modified-since',
    'if-none-match',
    'if-range',
    'if-unmodified-since',
    'transfer-encoding',
    'via',
  ],
}

/**
 * What no function may add to a request or a response, in lower case; a name that ends in `*` stands for all that begin
 * like it. CloudFront answers 502 instead.
 *
 * This list and the one above: CloudFront Developer Guide, "Restrictions on all edge functions", read in November 2026.
 */
export const FORBIDDEN_HEADERS: readonly string[] = [
  'client-cert',
  'client-cert-chain',
  'cloudfront-viewer-cert-pem',
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'trailer',
  'upgrade',
  'x-accel-buffering',
  'x-accel-charset',
  'x-accel-limit-rate',
  'x-accel-redirect',
  'x-amz-cf-*',
  'x-amzn-auth',
  'x-amzn-cf-billing',
  'x-amzn-cf-id',
  'x-amzn-cf-xff',
  'x-amzn-errortype',
  'x-amzn-fle-profile',
  'x-amzn-header-count',
  'x-amzn-header-order',
  'x-amzn-lambda-integration-tag',
  'x-amzn-requestid',
  'x-cache',
  'x-edge-*',
  'x-forwarded-proto',
  'x-real-ip',
]

/** What CloudFront lets nobody configure as a header of an origin ("Add custom headers to origin requests"). */
export const FORBIDDEN_ORIGIN_HEADERS: readonly string[] = [
  'cache-control',
  'connection',
  'content-length',
  'cookie',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'max-forwards',
  'pragma',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'request-range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-amz-*',
  'x-edge-*',
  'x-real-ip',
]

/** True if the function must leave a header as it is, by its name in lower case. */
export function isReadOnlyHeader(eventType: CloudFrontEventType, name: string): boolean {
  return READ_ONLY_HEADERS[eventType].includes(name)
}
