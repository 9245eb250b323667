export const CR = 0x0d
export const LF = 0x0a
export const SPACE = 0x20

/** A line has at most 107 bytes (section 2.1), so its CR is at offset 105 or before. */
export const LAST_CR_AT = 105
