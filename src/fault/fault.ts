import type { FaultText } from './fault-text.ts'

/** What is wrong with something an operator gave us, in the parts that a message is made of. */
export type Fault<Code extends string> = FaultText & {
  readonly code: Code
  /** Where it is: `keys[1].kid`. */
  readonly path: string
  /** What was there instead: escaped and short, or its kind alone where it may be a secret. */
  readonly received?: string
}

export function describeFault({ code, path, rule, received, nextStep }: Fault<string>): string {
  const ruleText = rule === undefined ? '' : `: ${rule}`
  const receivedText = received === undefined ? '' : `; got ${received}`
  return `${code} at ${path}${ruleText}${receivedText}. ${nextStep ?? 'See docs/configuration.md'}`
}
