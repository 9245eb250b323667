import { badReference, type ReferenceKind, type StoreError } from '../stores/store-error.ts'

/** Where a reference of a store of lists comes from, and how one is written. */
export const LISTS: ReferenceKind = {
  variable: 'IPSEAL_RANGES',
  shape: /^(?:s3:\/\/|ssm:\/|file:[./]|config-map:[a-z0-9]|kv:[A-Z_]+(?:\/|$))[\w./?=&:-]*$/,
  nextStep:
    'Write it as s3://bucket/ranges, ssm:/ipseal/ranges, file:/var/lib/ipseal/ranges, config-map:namespace/name or, in a Worker, kv:BINDING; docs/ranges.md has every form',
}

/** The reference of a store of lists, as IPSEAL_RANGES or a command names it. */
export function badListReference(reference: string, rule: string): StoreError {
  return badReference(reference, rule, LISTS)
}
