/** What a reader of YAML 1.1 takes for the end of a line, or refuses. A line feed is among it. */
export const UNPRINTABLE = /[\p{Cc}\u2028\u2029]/gu
