export { type Acceptance, acceptList, type ListFault } from './accept-list.ts'
export { ACCEPTANCE_RULES, type AcceptanceRules } from './acceptance-rules.ts'
export { describeListFault } from './describe-list-fault.ts'
export { digestPrefixes } from './digest-prefixes.ts'
export { edgeRangesOf } from './edge-ranges-of.ts'
export { EDGE_SNAPSHOT } from './edge-snapshot.ts'
export { findOverlaps, type Overlap, type OwnedPrefix } from './find-overlaps.ts'
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
export { SNAPSHOT } from './snapshot.ts'
