export { explain } from './explain.ts'
export { compilePolicy, type GroupRules, type HeaderRules, type Policy, type PolicyRules } from './policy.ts'
export type { Anomaly, Hop, Refusal, RefusalReason, Resolution, ResolvedClient } from './resolution.ts'
export { type RequestFacts, resolve } from './resolve.ts'
