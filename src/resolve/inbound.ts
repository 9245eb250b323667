import type { HeaderLine } from '../headers/header-line.ts'
import type { KnownName, NameIndex } from './name-index.ts'

/** The lines of one header: one, or several in order. */
export type Lines = string | string[]

/** The headers of a request that a policy knows, found in one pass over all of them. */
export type Inbound = {
  /** By slot. */
  readonly lines: readonly (Lines | undefined)[]
  /** True if anything came that says who the client is. */
  readonly hasClaim: boolean
  readonly hasAlias: boolean
  readonly hasDuplicate: boolean
}

export function readInbound(names: NameIndex, headers: readonly HeaderLine[]): Inbound {
  const lines: (Lines | undefined)[] = names.noLines.slice()
  const inbound = { lines, hasClaim: false, hasAlias: false, hasDuplicate: false }
  let unconsulted: Set<KnownName> | undefined
  for (const line of headers) {
    const known = names.find(line[0])
    if (known === undefined) continue
    inbound.hasAlias ||= known.isAlias
    inbound.hasClaim ||= known.isClaim
    if (known.slot < 0) {
      inbound.hasDuplicate ||= unconsulted?.has(known) === true && !known.isList
      unconsulted = (unconsulted ?? new Set()).add(known)
      continue
    }
    inbound.hasDuplicate ||= lines[known.slot] !== undefined && !known.isList
    lines[known.slot] = append(lines[known.slot], line[1])
  }
  return inbound
}

function append(before: Lines | undefined, value: string): Lines {
  if (before === undefined) return value
  if (typeof before === 'string') return [before, value]
  before.push(value)
  return before
}
