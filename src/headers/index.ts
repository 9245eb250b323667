export { findKnownHeader, HEADER_CATALOGUE, type HeaderFormat, type KnownHeader } from './catalogue.ts'
export type { HeaderLine } from './header-line.ts'
export { foldHeaderName } from './header-name.ts'
