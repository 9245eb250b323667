import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Place } from '../../tools/gates/gate.ts'

export type PlantedFiles = Readonly<Record<string, string>>

export const checkout = resolve(import.meta.dirname, '../..')

const rules = [
  '.dependency-cruiser.mjs',
  '.oxlintrc.json',
  'biome.json',
  'knip.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tools/gates/knip-count.ts',
]

const manifest = {
  name: 'planted',
  version: '1.0.0',
  license: 'MIT',
  type: 'module',
  files: ['dist'],
  devDependencies: { 'dependency-cruiser': '17.4.3' },
  exports: { './net': { types: './dist/net/index.d.ts', default: './dist/net/index.js' } },
}

/** A project so small that a gate takes a second over it, and without a fault. */
const sound: PlantedFiles = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'package-lock.json': '{ "lockfileVersion": 3, "packages": { "node_modules/a": { "integrity": "sha512-x" } } }\n',
  'src/net/read.ts': 'export function read(text: string): number {\n  return text.length\n}\n',
  'src/net/index.ts': "export { read } from './read.ts'\n",
}

/**
 * Lays out a sound project under the checkout's own rules, with `files` planted in it, and removes it when `whenDone`
 * fires: after the test that asks, unless told otherwise.
 */
export function plant(files: PlantedFiles, whenDone: (clean: () => void) => void = onTestFinished): Place {
  const home = mkdtempSync(join(tmpdir(), 'ipseal-planted-'))
  whenDone(() => rmSync(home, { recursive: true, force: true }))
  const place = { root: join(home, 'project'), scratch: join(home, 'scratch') }
  mkdirSync(place.root)
  mkdirSync(place.scratch)
  for (const path of rules) cpSync(join(checkout, path), join(place.root, path))
  symlinkSync(join(checkout, 'node_modules'), join(place.root, 'node_modules'), 'dir')
  for (const [path, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(place.root, path)), { recursive: true })
    writeFileSync(join(place.root, path), text)
  }
  return place
}

/** Joins the parts of a text that must not stand in the checkout as a whole, since the gates read this folder too. */
export function glue(...parts: readonly string[]): string {
  return parts.join('')
}

export function repeatLine(line: string, count: number): string {
  return `${line}\n`.repeat(count)
}
