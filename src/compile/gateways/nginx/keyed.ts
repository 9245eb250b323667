import type { Plain } from '../../yaml/because.ts'

/** Values by keys of one table: a key that is in none does not compile. */
export type Keyed<Table extends readonly string[]> = Readonly<Partial<Record<Table[number], Plain>>>
