import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompiledFile } from '../../src/compile/compiled.ts'
import { type CompiledReference, compileReferences } from './compile-references.ts'
import { contractOverview } from './contract-overview.ts'
import { exampleVariables, VALUES_HAND_LINE } from './example-variables.ts'
import { fillTables } from './fill-tables.ts'
import { gatewayTable, loadBalancerTable } from './product-tables.ts'
import { readReferences } from './read-references.ts'
import { writeKustomizations } from './write-kustomization.ts'
import { HAND_LINE, writeReadme } from './write-readme.ts'

const PAGE = 'docs/compile.md'

/** Every file that is made of the reference topologies, by its path from the root, as it should be. */
export function referenceFiles(root: string): readonly CompiledFile[] {
  const references = readReferences(root)
  const all = compileReferences(references)
  const pages = Map.groupBy(all, pageOf)
  return [
    ...all.flatMap(filesOf),
    ...[...pages].map(([path, compiled]) => ({ path, text: writeReadme(compiled, handPartOf(root, path, HAND_LINE)) })),
    ...exampleVariables(root, references, (path) => handPartOf(root, path, VALUES_HAND_LINE)),
    { path: PAGE, text: fillTables(readText(root, PAGE), tablesOf(all)) },
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function filesOf(reference: CompiledReference): readonly CompiledFile[] {
  const { folder, compiled } = reference
  const files = [...compiled.files, ...writeKustomizations(reference)]
  return files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }))
}

/** One page for each product, beside its folders. */
function pageOf({ target, folder }: CompiledReference): string {
  const own = target.kind === 'load-balancer' ? folder : folder.slice(0, folder.lastIndexOf('/'))
  return `${own}/README.md`
}

function handPartOf(root: string, path: string, line: string): string {
  return readText(root, path).split(`${line}\n`)[1] ?? ''
}

/** The tables of the page for people, by the name of the mark that each stands behind. */
function tablesOf(all: readonly CompiledReference[]): Readonly<Record<string, string>> {
  return { contracts: contractOverview(all), 'load-balancers': loadBalancerTable(), gateways: gatewayTable() }
}

function readText(root: string, path: string): string {
  const full = join(root, path)
  return existsSync(full) ? readFileSync(full, 'utf8') : ''
}
