/** Set by a build that leaves the sentences of faults out, as that of the Worker does. */
declare const IPSEAL_WITHOUT_FAULT_TEXT: true | undefined

/** What has to hold, and what to do about it; both undefined in a build without them. */
export type FaultText = { readonly rule: string | undefined; readonly nextStep: string | undefined }

/**
 * Returns the two sentences of a fault, or nothing in a build without them: at the edge every byte is loaded at every
 * cold start, so that a fault there has its code, its place and what was received, and docs/configuration.md the rest.
 *
 * Every fault that the Worker can raise takes its sentences from here. The body is empty in such a build, for which
 * bundlers drop the calls together with their texts.
 */
export function faultText(rule: string, nextStep: string): FaultText
export function faultText(rule: string, nextStep: string): FaultText | undefined {
  if (typeof IPSEAL_WITHOUT_FAULT_TEXT === 'undefined') return { rule, nextStep }
  return undefined
}
