/** A step of a JSON Patch (RFC 6902), as far as vectors have them. */
export type PatchStep = { readonly op: string; readonly path: string; readonly value?: unknown }

type Place = Record<string, unknown> | unknown[]

/** A document with the steps applied in order; the document itself stays as it is. */
export function applyPatch<Document>(document: Document, steps: readonly PatchStep[]): Document {
  const changed = structuredClone(document)
  for (const { op, path, value } of steps) {
    const keys = path.slice(1).split('/')
    const last = keys.pop() ?? ''
    // Sound: vectors name places that are there, and a test fails where one is not.
    const place = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], changed) as Place
    change(place, last, { op, value })
  }
  return changed
}

function change(place: Place, key: string, { op, value }: { readonly op: string; readonly value: unknown }): void {
  if (Array.isArray(place)) {
    const index = key === '-' ? place.length : Number(key)
    place.splice(index, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]))
  } else if (op === 'remove') {
    delete place[key]
  } else {
    place[key] = value
  }
}
