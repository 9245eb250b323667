export { type Acceptance, acceptList, type LastAccepted } from './accept-list.ts'
export { ACCEPTANCE_RULES, type AcceptanceRules, rulesOf } from './acceptance-rules.ts'
export { aggregatePrefixes } from './aggregate-prefixes.ts'
export { applyUpdate, confirmRecord, type ListUpdate, type UpdatedList } from './apply-update.ts'
export { describeListFault } from './describe-list-fault.ts'
export { diffLists, type ListDiff } from './diff-lists.ts'
export { digestPrefixes } from './digest-prefixes.ts'
export { edgeListOf, edgeRangesOf } from './edge-ranges-of.ts'
export { EDGE_SNAPSHOT } from './edge-snapshot.ts'
export { findOverlaps, type Overlap, type OwnedPrefix } from './find-overlaps.ts'
export type { ListFault } from './list-fault.ts'
export {
  BUNDLED_NAMES,
  type BundledName,
  isProviderName,
  type ListCounts,
  PROVIDER_NAMES,
  type ProviderList,
  type ProviderName,
  type Snapshot,
} from './provider.ts'
export { printRecord, type RecordReading, readRecord } from './read-record.ts'
export type { PendingRemoval, RangesRecord } from './record.ts'
export { recordOfList } from './record-of-list.ts'
export { SNAPSHOT } from './snapshot.ts'
export { type Staleness, stalenessOf } from './staleness.ts'
export { trustedPrefixes } from './trusted-prefixes.ts'
