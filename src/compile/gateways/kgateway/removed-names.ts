import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../../headers/own-names.ts'

/** The most names that one list of the Gateway API's HTTPHeaderFilter takes. */
const MOST = 16

/**
 * Names under which a client could speak for itself, for products that remove them one by one and only 16 in a list: ours
 * and all of its aliases with underscores or dots, and the assertion's with underscores.
 */
export const REMOVED_EARLY: readonly string[] = [
  CLIENT_IP_HEADER,
  ...aliasesOf(CLIENT_IP_HEADER),
  ...aliasesOf(ASSERTION_HEADER).filter((name) => !name.includes('.')),
]

/**
 * The assertion's aliases with dots, in the two lists that are left: for the whole gateway, and for its routes. The last
 * are some of those that mix dots with underscores.
 */
const DOTTED = aliasesOf(ASSERTION_HEADER)
  .filter((name) => name.includes('.'))
  .sort((one, other) => Number(one.includes('_')) - Number(other.includes('_')))
export const REMOVED_BEHIND_FILTERS: readonly string[] = DOTTED.slice(0, MOST - 1)
export const REMOVED_BY_ROUTES: readonly string[] = DOTTED.slice(MOST - 1)

/** Every spelling with `_` or `.` in the place of a hyphen, but for the name itself. */
function aliasesOf(name: string): readonly string[] {
  const [first = '', ...words] = name.split('-')
  return words
    .reduce(
      (spelled, word) => spelled.flatMap((head) => ['-', '_', '.'].map((joint) => `${head}${joint}${word}`)),
      [first],
    )
    .filter((spelling) => spelling !== name)
}
