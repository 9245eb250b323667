import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type SourceFile = { readonly path: string; readonly text: string }

const unownedFolders = new Set(['node_modules', 'dist', '.git', '.wrangler', '.cache'])

/** Lists the project's own files that match, relative to `root` and sorted; never what is installed or built. */
export function listFiles(root: string, patterns: readonly string[]): string[] {
  return globSync(patterns, { cwd: root, withFileTypes: true, exclude: (entry) => unownedFolders.has(entry.name) })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

export function readFiles(root: string, patterns: readonly string[]): SourceFile[] {
  return listFiles(root, patterns).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

export const productFiles: readonly string[] = ['src/**/*.ts', 'functions/**/*.ts']

export const sourceFiles: readonly string[] = [
  ...productFiles,
  'tools/**/*.ts',
  'bench/**/*.ts',
  'examples/**/*.ts',
  'test/**/*.ts',
]

/** Generated data, which no rule about the shape of code can judge. */
export function isData(path: string): boolean {
  return path.startsWith('src/ranges/lists/') || path === 'src/ranges/cloud-customers.ts'
}

/** Names the fault when a tool reports fewer files than there are to check; empty when it saw them all. */
export function findShortfall(root: string, count: number): string {
  const expected = listFiles(root, sourceFiles).length
  return count < expected ? `saw ${count} of ${expected} source files; look at what its configuration leaves out\n` : ''
}
