import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../headers/own-names.ts'

/**
 * Matches every name that an application may read as one of ours but is not it: CGI, WSGI and PHP read `_` and more as
 * `-`. For engines with RE2 or PCRE, against names in lower case.
 */
export const ALIAS_PATTERN = '^x[^a-z0-9]client[^a-z0-9]ip([^a-z0-9]assertion)?$'

/** The aliases with underscores, which most servers pass on; for products that can only remove names one by one. */
export const UNDERSCORE_ALIASES: readonly string[] = [CLIENT_IP_HEADER, ASSERTION_HEADER].flatMap(underscored)

function underscored(name: string): readonly string[] {
  const words = name.split('-')
  const joints = words.length - 1
  return Array.from({ length: 2 ** joints - 1 }, (_, i) => i + 1).map((bits) =>
    words.reduce((joined, word, at) => `${joined}${(bits >> (at - 1)) & 1 ? '_' : '-'}${word}`),
  )
}
