import { readFileSync } from 'node:fs'
import type { TestKey } from './forge.ts'

export type DocumentVector = {
  readonly name: string
  readonly token: string
  readonly expect: { readonly text: string } | { readonly reason: string }
}

export type DocumentVectorFile = {
  readonly about: string
  readonly keys: { readonly keys: readonly TestKey[] }
  readonly type: string
  readonly cases: readonly DocumentVector[]
}

export const DOCUMENTS_URL = new URL('../vectors/signed-documents.json', import.meta.url)

export function readDocumentVectors(): DocumentVectorFile {
  // Sound: write-document-vectors.ts writes this type.
  return JSON.parse(readFileSync(DOCUMENTS_URL, 'utf8')) as DocumentVectorFile
}
