import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../run-command.ts'
import type { Place } from './gate.ts'

export type Packed = { readonly tarball: string } | { readonly fault: string }

/** Packs what `npm publish` would send, from `dist/` as it is; a second call in one place returns the same file. */
export async function pack({ root, scratch }: Place): Promise<Packed> {
  const found = findTarball(scratch)
  if (found !== undefined) return { tarball: found }
  const { code, text } = await runCommand(root, 'npm', [
    'pack',
    '--ignore-scripts',
    '--silent',
    '--pack-destination',
    scratch,
  ])
  const tarball = findTarball(scratch)
  return code === 0 && tarball !== undefined ? { tarball } : { fault: `npm pack: ${text}` }
}

/** The subpaths that users import, as package.json names them. */
export function listSubpaths(root: string): string[] {
  // Sound: another shape has no `exports`, and then there is nothing to check and the gate is red.
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly exports?: object }
  return Object.keys(manifest.exports ?? {}).filter((path) => path !== './package.json')
}

function findTarball(scratch: string): string | undefined {
  const name = readdirSync(scratch).find((entry) => entry.endsWith('.tgz'))
  return name === undefined ? undefined : join(scratch, name)
}
