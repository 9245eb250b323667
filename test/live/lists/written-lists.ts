import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { LIST_TARGETS } from '../../../src/compile/lists/list-targets.ts'
import type { TrustedList } from '../../../src/compile/lists/trusted-list.ts'
import { writeList } from '../../../src/compile/lists/write-list.ts'
import { BUNDLED_NAMES } from '../../../src/ranges/provider.ts'
import { SNAPSHOT } from '../../../src/ranges/snapshot.ts'

/** The bundled lists, of which the reader under test is given each. */
export const LISTS: readonly TrustedList[] = BUNDLED_NAMES.map((provider) => {
  const { source, retrieved, digest, prefixes } = SNAPSHOT[provider]
  return { provider, source, asOf: retrieved, digest, prefixes, draining: prefixes.slice(0, 2) }
})

export function written(name: string, list: TrustedList): string {
  const target = LIST_TARGETS.find((one) => one.name === name)
  if (target === undefined) throw new TypeError(`no target ${name}`)
  return writeList(list, target)
}

/** The same with an address that there is not, which every reader has to refuse. */
export function spoiled(text: string): string {
  return text.replaceAll(/^(?!#)(.*?)\d+\.(\d+\.\d+\.\d+)/gm, '$1999.$2')
}

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-lists-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** `taken`, or what the reader said. */
export async function judgementOf(reading: Promise<unknown>): Promise<string> {
  return reading.then(
    () => 'taken',
    (error: unknown) => `refused: ${error instanceof Error ? error.message : ''}`,
  )
}
