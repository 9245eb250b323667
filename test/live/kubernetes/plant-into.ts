import { at, isMembers } from '../../compile/read-yaml.ts'

/** A fault to put into one policy, `namespace/name`: the value at a path, or nothing there. */
export type Plant = {
  readonly policy: string
  readonly path: readonly (string | number)[]
  readonly value?: unknown
}

/**
 * Copies manifests with the fault in one of them.
 *
 * @throws RangeError if no policy is called so: a fault that is planted nowhere would never be found.
 */
export function plantInto(documents: readonly unknown[], { policy, path, value }: Plant): readonly unknown[] {
  const isIt = (document: unknown): boolean => {
    const name = `${String(at(document, 'metadata', 'namespace'))}/${String(at(document, 'metadata', 'name'))}`
    return at(document, 'kind') === 'NetworkPolicy' && name === policy
  }
  if (!documents.some(isIt)) throw new RangeError(`no NetworkPolicy ${policy}`)
  return documents.map((document) => (isIt(document) ? replaceAt(document, path, value) : document))
}

function replaceAt(inner: unknown, [head, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (head === undefined) return value
  if (Array.isArray(inner)) {
    const copy: unknown[] = [...inner]
    copy[Number(head)] = replaceAt(copy[Number(head)], rest, value)
    return copy
  }
  const members = Object.entries(isMembers(inner) ? inner : {}).filter(([name]) => name !== head)
  const replaced = replaceAt(at(inner, head), rest, value)
  return Object.fromEntries(replaced === undefined ? members : [...members, [head, replaced]])
}
