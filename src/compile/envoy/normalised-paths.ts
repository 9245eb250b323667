import type { Note } from '../compiled.ts'

/** Of controllers that have Envoy put a path into another form before anything compares it. */
export function normalisedPaths(product: string, also = ''): Note {
  const text = `${product} has Envoy resolve dot segments and decode letters of a path${also} before anything compares it, and the application gets that path too: GET /x/../healthz is as exempt as /healthz, and an assertion that is bound to a path fits its other spellings.`
  return {
    kind: 'limit',
    text,
    source:
      'https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto',
  }
}
