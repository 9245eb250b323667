const ARN_PARTS = 6

/**
 * Whether a text is what a pattern with `*` (any number of characters) and `?` (one) says. In `Resource` the last `*` of a
 * part may reach beyond the colon, so that the whole of an ARN is one text (IAM User Guide, "Policy elements: Resource").
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === '*') return '[^]*'
    return part === '?' ? '[^]' : part.replaceAll(/[.+^${}()|[\]\\/]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`, 'u').test(text)
}

/** Actions are compared without regard to case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesPattern(pattern.toLowerCase(), action.toLowerCase())
}

/** In conditions each of the six parts of an ARN is compared for itself ("Amazon Resource Name condition operators"). */
export function matchesArn(pattern: string, arn: string): boolean {
  const [patterns, parts] = [splitArn(pattern), splitArn(arn)]
  if (patterns === undefined || parts === undefined) return false
  return patterns.every((part, at) => matchesPattern(part, parts[at] ?? ''))
}

/** The resource, the last part, may have colons of its own. */
function splitArn(arn: string): readonly string[] | undefined {
  const parts = arn.split(':')
  if (parts.length < ARN_PARTS || parts[0] !== 'arn') return undefined
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
}
