/** What is wrong with something an operator gave us, in the parts that a message is made of. */
export type Fault<Code extends string> = {
  readonly code: Code
  /** Where it is: `keys[1].kid`. */
  readonly path: string
  /** What has to hold there. */
  readonly rule: string
  /** What was there instead: escaped and short, or its kind alone where it may be a secret. */
  readonly received?: string
  /** What to do about it. */
  readonly nextStep: string
}

export function describeFault(fault: Fault<string>): string {
  const received = fault.received === undefined ? '' : `; got ${fault.received}`
  return `${fault.code} at ${fault.path}: ${fault.rule}${received}. ${fault.nextStep}`
}
