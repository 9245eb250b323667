/**
 * Writes tables anew between their marks, `<!-- table NAME -->` and `<!-- end -->`.
 *
 * @throws Error if a mark is missing: a table that nobody renews would grow old unseen.
 */
export function fillTables(page: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((filled, [name, table]) => {
    const begin = `<!-- table ${name} -->`
    const [before, rest] = filled.split(begin)
    const end = rest?.indexOf('<!-- end -->') ?? -1
    if (rest === undefined || end === -1) throw new Error(`the page has no ${begin} … <!-- end -->`)
    return `${before}${begin}\n\n${table}\n${rest.slice(end)}`
  }, page)
}
