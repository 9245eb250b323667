import type { NeverTrusted } from './never-trusted.ts'
import type { ListCounts } from './provider.ts'

type Family = keyof ListCounts

/** Why a claimed list cannot stand for a provider. An `entry` is text as it was claimed: escape it before it is shown. */
export type ListFault =
  | { readonly reason: 'malformed-prefix' | 'repeated-prefix'; readonly entry: string }
  | { readonly reason: 'not-canonical'; readonly entry: string; readonly canonical: string }
  | { readonly reason: 'too-wide'; readonly entry: string; readonly shortest: number }
  | { readonly reason: 'not-public'; readonly entry: string; readonly because: string }
  | { readonly reason: 'excluded-space'; readonly entry: string; readonly excluded: string }
  | {
      readonly reason: 'never-trusted'
      readonly entry: string
      readonly space: NeverTrusted
      /** The block of that space. */
      readonly block: string
    }
  | { readonly reason: 'empty-list' }
  | { readonly reason: 'missing-anchor'; readonly anchor: string }
  | {
      readonly reason: 'unlikely-count'
      readonly family: Family
      readonly count: number
      readonly bounds: readonly [min: number, max: number]
    }
  | {
      /** More is gone than may go unasked. */
      readonly reason: 'large-removal'
      readonly family: Family
      /** Of the last list's addresses, those that the new one lacks, 0 to 1. */
      readonly share: number
      /** The most that may go; 0 where every removal needs a person. */
      readonly most: number
      /** The blocks that would go. */
      readonly removed: readonly string[]
    }
  | {
      readonly reason: 'small-overlap'
      readonly family: Family
      /** Of the new list's addresses, those that are in the last one, 0 to 1. */
      readonly share: number
      readonly least: number
    }
  | { readonly reason: 'older-version'; readonly version: string; readonly accepted: string }
  | { readonly reason: 'changed-under-version'; readonly version: string }
  /** `newest` is the last one that can be at this time. */
  | { readonly reason: 'version-ahead'; readonly version: string; readonly newest: number }
