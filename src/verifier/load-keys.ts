import { readFile } from 'node:fs/promises'
import { importKeySet, type KeySet } from '../assertion/key-set.ts'
import { parseJson } from '../fault/parse-json.ts'

/** The keys that every verifier of the service shares. */
export type ServiceKeys = {
  readonly keys: KeySet
  /** Seconds since they were read; undefined if there are none to verify with. */
  readonly ageSeconds: () => number | undefined
  readonly stop: () => void
}

export async function loadKeys(jwks: string): Promise<ServiceKeys> {
  const keys = await importKeySet(parseJson(await readFile(jwks, 'utf8')))
  const loadedAt = Date.now()
  return { keys, ageSeconds: () => (Date.now() - loadedAt) / 1000, stop: () => undefined }
}
