import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openFileStore } from '../../../src/platform/stores/file-store.ts'

export type Files = Readonly<Record<string, string>>

export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFiles(folder, files)
  return folder
}

export function writeFiles(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text, { mode: 0o600 })
  }
}

export async function loadFolder(folder: string): Promise<Files> {
  return Object.fromEntries(await openFileStore(folder).load(AbortSignal.timeout(5000)))
}

export const FILES: Files = {
  settings: '{"v":1}',
  jwks: '{"keys":[]}',
  'keys/a': 'private',
  'secrets/cf-proof': 'hush',
}
