import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startVerifier, type VerifierService } from '../../src/verifier/start-verifier.ts'
import { JWKS } from '../live/verifier/sealed.ts'

export type Record = { readonly msg?: string; readonly level?: number; readonly [fact: string]: unknown }

export type RunningService = {
  readonly service: VerifierService
  readonly records: readonly Record[]
  readonly portOf: (name: string) => number
  /** Writes another document over the one that it has read. */
  readonly rewrite: (parts: object) => void
  readonly rewriteKeys: (text: string) => void
}

/** A folder with a document and keys, which the service of a test reads. */
export function writeDocument(parts: object) {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-service-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'ipseal.verifier.json')
  const jwks = join(folder, 'jwks.json')
  const base = { issuer: 'https://edge.example.com', audience: 'origin-production', jwks }
  const rewrite = (changed: object): void => writeFileSync(path, JSON.stringify({ ...base, ...changed }))
  const rewriteKeys = (text: string): void => writeFileSync(jwks, text)
  rewrite(parts)
  rewriteKeys(JWKS)
  return { path, jwks, rewrite, rewriteKeys }
}

/** Runs the service in this process until the test is over. */
export async function runService(parts: object): Promise<RunningService> {
  const { path, rewrite, rewriteKeys } = writeDocument(parts)
  const records: Record[] = []
  const service = await startVerifier({ source: path, write: (record) => void records.push({ ...record }) })
  onTestFinished(() => service.stop())
  const portOf = (name: string): number => service.listening().find((one) => one.name === name)?.port ?? 0
  return { service, records, portOf, rewrite, rewriteKeys }
}

/** On this machine alone, wherever there is room. */
export const HERE = { port: 0, host: '127.0.0.1' }

export const FORWARD_AUTH = { ...HERE, dialect: 'none' }
