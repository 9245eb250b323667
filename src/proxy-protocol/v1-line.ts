export const CR = 0x0d
export const LF = 0x0a
export const SPACE = 0x20

/** The CRLF included (section 2.1). */
export const V1_MAX_BYTES = 107
/** So the CR of a line is at this offset or before. */
export const LAST_CR_AT = V1_MAX_BYTES - 2
