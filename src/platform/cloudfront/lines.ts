import { readJsonObject } from '../../assertion/json-object.ts'

/** One line of a header. `key` is the name as it was sent; CloudFront fills it in where a function left it out. */
type CloudFrontLine = { readonly key?: string; readonly value: string }

/** The lines of each header by its name in lower case, repeats kept. A map, for viewers may name one `__proto__`. */
export type CloudFrontHeaders = ReadonlyMap<string, readonly CloudFrontLine[]>

/** The same, as CloudFront hands it over and wants it back. */
export type CloudFrontHeaderObject = Readonly<Record<string, readonly CloudFrontLine[]>>

/** Reads the headers of a request or of an origin; undefined if anything in them is not as CloudFront writes it. */
export function readCloudFrontHeaders(claimed: unknown): CloudFrontHeaders | undefined {
  const members = readJsonObject(claimed)
  if (members === undefined) return undefined
  const headers = new Map<string, readonly CloudFrontLine[]>()
  for (const [name, lines] of members) {
    if (!isLines(lines, name)) return undefined
    headers.set(name, lines)
  }
  return headers
}

/** A line is looked at under its name and goes out under its key, so that the two have to be one. */
function isLines(claimed: unknown, name: string): claimed is readonly CloudFrontLine[] {
  if (!Array.isArray(claimed)) return false
  return claimed.every((line: unknown) => {
    const members = readJsonObject(line)
    const key = members?.get('key') ?? name
    return typeof members?.get('value') === 'string' && typeof key === 'string' && key.toLowerCase() === name
  })
}

/** Tells each line as the edge sorts them: its value, then its name in lower case. */
export function eachLine(headers: CloudFrontHeaders, tell: (value: string, name: string) => void): void {
  for (const [name, lines] of headers) for (const { value } of lines) tell(value, name)
}

/** What headers weigh in bytes once they are sent: every line with its name, a colon, a space and a line end. */
export function weighHeaders(headers: CloudFrontHeaders): number {
  let bytes = 0
  eachLine(headers, (value, name) => {
    bytes += name.length + Buffer.byteLength(value) + 4
  })
  return bytes
}
