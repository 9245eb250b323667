export { type Address, type Family, familyOf, parseAddress } from './address.ts'
export { containsPrefix, type Prefix, parsePrefix } from './prefix.ts'
export { buildPrefixTable, type Labelled, type PrefixTable } from './prefix-table.ts'
