/** Above whatever would let requests pass unasked; it has another name in each product. */
export const NEVER_OPEN = 'true would let everything pass while the service is away.'

/** Above the Gateway that a policy names. */
export const ON_GATEWAY = 'On the Gateway, so that it holds for routes that are added later too.'

/** Above the gRPC backend of those that could ask over HTTP as well. */
export const EVERY_LINE_BY_GRPC =
  'gRPC shows the service every header line that came, so that it can tell two lines from one and remove every spelling.'

/** Above the key set, where the product hands it to Envoy as it stands. */
export const INLINE_KEYS =
  'The public set. Compile again before a new key signs: Envoy fetches no key that it does not know. https://github.com/envoyproxy/envoy/issues/39643'
