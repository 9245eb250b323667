import annotations from '../vectors/load-balancer-annotations.json' with { type: 'json' }

/** The annotations that one controller reads, and where they were read off. */
type KnownAnnotations = { readonly source: string; readonly keys: readonly string[] }

/**
 * Every annotation that the controllers of load balancers know, from their own sources.
 *
 * A controller ignores any other without a word, so that a mistyped one is found by this table or by nobody. Keys that
 * take a port at their end (`….target-group-attributes.80`) are here without it.
 */
export const LOAD_BALANCER_ANNOTATIONS: Readonly<Record<string, KnownAnnotations>> = annotations
