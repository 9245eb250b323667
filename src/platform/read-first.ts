import type { ReadVariable } from '../edge/edge-sources.ts'

/** Reads a variable from the first place that has it; an empty text counts as none. */
export function readFirst(first: ReadVariable, second: ReadVariable): ReadVariable {
  return async (name) => {
    const text = await first(name)
    return isSet(text) ? text : await second(name)
  }
}

export function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}
