import { parseJson } from '../../fault/parse-json.ts'
import { digestPrefixes } from '../../ranges/digest-prefixes.ts'

/** A standard parameter, which costs nothing; an advanced one has twice as much (AWS, Managing parameter tiers). */
export const MAX_CHUNK_BYTES = 4096

/** More than ten times the longest list there is, signed. Each of them is a request to write. */
export const MAX_CHUNKS = 64

/** What says which chunks are the list now. It is written last. */
export type ChunkHead = {
  readonly v: 1
  /** The folder that the chunks are in. */
  readonly generation: string
  readonly chunks: number
  /** SHA-256, in hex, of the text that they make together. */
  readonly digest: string
}

/** Cuts a text into chunks of at most so many bytes of UTF-8, never within a character. */
export function splitText(text: string, maxBytes: number): readonly string[] {
  const chunks: string[] = []
  let start = 0
  while (start < text.length) {
    const { read } = new TextEncoder().encodeInto(text.slice(start), new Uint8Array(maxBytes))
    chunks.push(text.slice(start, start + read))
    start += read
  }
  return chunks
}

/** The head of a text that is cut into so many chunks. */
export async function headOf(generation: string, text: string, chunks: number): Promise<ChunkHead> {
  return { v: 1, generation, chunks, digest: await digestText(text) }
}

/** Reads a head; undefined if it is none. */
export function readHead(text: string): ChunkHead | undefined {
  const head = parseJson(text)
  return isHead(head) ? head : undefined
}

/** The text that a head stands for, out of parameters by their names below the list's own; undefined if it is not whole. */
export async function joinChunks(
  { generation, chunks, digest }: ChunkHead,
  parameters: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const texts = Array.from({ length: chunks }, (_, i) => parameters.get(`${generation}/${i}`))
  const text = texts.join('')
  const isWhole = !texts.includes(undefined) && (await digestText(text)) === digest
  return isWhole ? text : undefined
}

/** Of one line, which nothing joins to another. */
function digestText(text: string): Promise<string> {
  return digestPrefixes([text])
}

function isHead(value: unknown): value is ChunkHead {
  if (typeof value !== 'object' || value === null) return false
  if (!('v' in value && 'generation' in value && 'chunks' in value && 'digest' in value)) return false
  const { v, generation, chunks, digest } = value
  const isCount = Number.isInteger(chunks) && Number(chunks) >= 1 && Number(chunks) <= MAX_CHUNKS
  return v === 1 && isCount && isGeneration(generation) && typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)
}

function isGeneration(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f-]{1,64}$/.test(value)
}
