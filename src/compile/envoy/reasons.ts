/** What is said above the same field, whichever product's manifest it stands in. */

export const NEVER_OPEN = 'true would let everything pass while the service is away.'

export const ON_GATEWAY = 'On the Gateway, so that it holds for routes that are added later too.'

export const EVERY_LINE_BY_GRPC =
  'gRPC shows the service every header line that came, so that it can tell two lines from one and remove every spelling.'

export const INLINE_KEYS =
  'The public set. Compile again before a new key signs: Envoy fetches no key that it does not know. https://github.com/envoyproxy/envoy/issues/39643'
