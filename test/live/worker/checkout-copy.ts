import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ROOT } from '../../cli/run-cli.ts'

/**
 * A folder in which everything of the checkout is, but for the files of wrangler: those a test writes itself, and their
 * paths count from the folder that they are in.
 */
export function linkCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-checkout-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const names = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !name.startsWith('wrangler.'))
  for (const name of names) symlinkSync(join(ROOT, name), join(folder, name))
  return folder
}

/** Copies a file of wrangler there, with changes of its text. */
export function copyChanged(
  folder: string,
  file: string,
  changes: readonly (readonly [find: string, to: string])[] = [],
) {
  const text = changes.reduce(
    (changed, [find, to]) => {
      if (!changed.includes(find)) throw new Error(`${file} has no ${find}`)
      return changed.replaceAll(find, to)
    },
    readFileSync(join(ROOT, file), 'utf8'),
  )
  writeFileSync(join(folder, file), text)
}
