/** A manifest with one field renamed, as a typo would. */
export type Renamed = { readonly path: string; readonly manifest: unknown }

/** Names below these are the user's own, or of another program's configuration. */
const FREE = new Set([
  'labels',
  'extraLabels',
  'matchLabels',
  'selector',
  'data',
  'value',
  'json',
  'jsonFormat',
  'options',
])

/** Every way to misspell one field of a manifest: each gets a letter more, one at a time. */
export function renameFields(manifest: unknown): readonly Renamed[] {
  return renamings(manifest, '')
}

function renamings(value: unknown, at: string): readonly Renamed[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) =>
      renamings(item, `${at}[${i}]`).map(({ path, manifest }) => ({ path, manifest: value.with(i, manifest) })),
    )
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const path = `${at}.${key}`
    const deeper = FREE.has(key) ? [] : renamings(member, path)
    return [
      { path, manifest: rename(value, key) },
      ...deeper.map((inner) => ({ path: inner.path, manifest: { ...value, [key]: inner.manifest } })),
    ]
  })
}

function rename(value: object, key: string): unknown {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name === key ? `${name}s` : name, member]))
}
