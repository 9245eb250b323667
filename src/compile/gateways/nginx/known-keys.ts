import type { Plain } from '../../yaml/because.ts'

/** Values by keys of one table: a key that is in none does not compile. */
export type Keyed<Table extends readonly string[]> = Readonly<Partial<Record<Table[number], Plain>>>

/** The keys of `values` that a controller does not know, and would ignore without a word. */
export function unknownKeys(table: readonly string[], values: object): readonly string[] {
  return Object.keys(values).filter((key) => !table.includes(key))
}
