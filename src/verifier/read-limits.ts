import { UpstreamError } from './upstream-error.ts'

/** The range in which each limit can be meant, in its own unit. */
type Ranges<Name extends string> = Readonly<Record<Name, readonly [least: number, most: number]>>

/**
 * Returns the limits with the defaults for those that are not given.
 *
 * Those whose names end in `Seconds` may be fractions, the others count something.
 *
 * @throws UpstreamError for one that is out of its range.
 */
export function readLimits<Name extends string>(
  given: Readonly<Partial<Record<Name, number | undefined>>>,
  defaults: Readonly<Record<Name, number>>,
  ranges: Ranges<Name>,
): Readonly<Record<Name, number>> {
  const limits: Record<Name, number> = { ...defaults }
  // Sound: the keys of a record over Name are those names.
  for (const name of Object.keys(defaults) as Name[]) {
    const value = given[name]
    if (value === undefined) continue
    const [least, most] = ranges[name]
    const isInRange = value >= least && value <= most
    if (!isInRange || !(name.endsWith('Seconds') || Number.isInteger(value))) {
      throw badLimit(name, value, `is from ${least} to ${most}; leave it out for ${defaults[name]}`)
    }
    limits[name] = value
  }
  return limits
}

function badLimit(path: string, value: unknown, rule: string): UpstreamError {
  const nextStep = 'Write a number in that range'
  return new UpstreamError({ code: 'BAD_LIMIT', path, rule, received: String(value), nextStep })
}
