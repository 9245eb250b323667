const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
] as const

/** An age in its largest whole unit: `3 d`. A time that is yet to come is 0 s, as clocks differ a little. */
export function showAge(seconds: number): string {
  const unit = UNITS.find((one) => seconds >= 2 * one.seconds)
  return unit === undefined ? `${Math.max(0, seconds)} s` : `${Math.floor(seconds / unit.seconds)} ${unit.name}`
}

/** As a clock in UTC shows it; Unix seconds that no clock shows stay a number. */
export function showTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('.000Z', 'Z')
}
