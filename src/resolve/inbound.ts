import type { HeaderLine } from '../headers/header-line.ts'
import type { NameIndex } from './name-index.ts'

/** The lines of one header: one, or several in order. */
export type Lines = string | string[]

/** The headers of a request that a policy knows, found in one pass over all of them. */
export type Inbound = {
  readonly lines: readonly (Lines | undefined)[]
  /** True if anything came that says who the client is. */
  readonly hasClaim: boolean
  readonly hasAlias: boolean
  readonly hasDuplicate: boolean
}

export function readInbound(names: NameIndex, headers: readonly HeaderLine[]): Inbound {
  const lines = new Array<Lines | undefined>(names.size).fill(undefined)
  let hasClaim = false
  let hasAlias = false
  let hasDuplicate = false
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    const known = names.find(lower)
    if (known === undefined) {
      if (names.isAlias(lower)) hasAlias = true
      continue
    }
    const before = lines[known.slot]
    if (before !== undefined && !known.isList) hasDuplicate = true
    if (known.isClaim) hasClaim = true
    if (before === undefined) lines[known.slot] = value
    else if (typeof before === 'string') lines[known.slot] = [before, value]
    else before.push(value)
  }
  return { lines, hasClaim: hasClaim || hasAlias, hasAlias, hasDuplicate }
}
