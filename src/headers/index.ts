export { findKnownHeader, HEADER_CATALOGUE, type KnownHeader } from './catalogue.ts'
export type { HeaderFormat } from './header-format.ts'
export type { HeaderLine } from './header-line.ts'
export { foldHeaderName } from './header-name.ts'
