import { list, object, type Read, readJson, refuse, type Shape, text, texts } from './shape.ts'

const ofPrefixes = object({ prefixes: texts })
const ofFamilies = object({ ipv4: texts, ipv6: texts })

/** Reads `["…"]`, `{"prefixes": ["…"]}` or `{"ipv4": ["…"], "ipv6": ["…"]}`, at least one entry in all. */
export function readPrefixDocument(body: string): Read<readonly string[]> {
  const entries = readJson(body, anyForm)
  if (!entries.ok || entries.value.length > 0) return entries
  return refuse('the body', 'name at least one prefix', body)
}

const anyForm: Shape<readonly string[]> = (value, path) => {
  if (Array.isArray(value)) return list(text)(value, path)
  const members = typeof value === 'object' && value !== null ? value : {}
  const isByFamily = Object.hasOwn(members, 'ipv4') || Object.hasOwn(members, 'ipv6')
  if (isByFamily === Object.hasOwn(members, 'prefixes')) {
    return refuse(path, 'be a list, or an object with either "prefixes" or "ipv4" and "ipv6"', value)
  }
  if (isByFamily) {
    const families = ofFamilies(value, path)
    return families.ok ? { ok: true, value: [...families.value.ipv4, ...families.value.ipv6] } : families
  }
  const read = ofPrefixes(value, path)
  return read.ok ? { ok: true, value: read.value.prefixes } : read
}
