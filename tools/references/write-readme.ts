import type { Note } from '../../src/compile/compiled.ts'
import type { Contract, Holding } from '../../src/compile/contract.ts'
import type { CompiledReference } from './compile-references.ts'
import { describePath } from './describe-path.ts'
import { manifestsOf } from './write-kustomization.ts'

/** What stands below this line of a README is written by hand, and kept. */
export const HAND_LINE =
  '<!-- What stands below is written by hand; what stands above, `npm run compile:references` writes. -->'

/** The page of one product: how its folders are made and put to use, what is left to do, and its contract. */
export function writeReadme(compiled: readonly CompiledReference[], byHand: string): string {
  const titles = compiled.slice(0, 1).map(({ target }) => `# ${target.name}\n\n${target.title}.`)
  const parts = [...titles, ...compiled.map(section), HAND_LINE]
  return `${parts.join('\n\n')}\n${byHand}`
}

function section({ reference, target, folder, compiled }: CompiledReference): string {
  const { files, notes, contract } = compiled
  const compileLine = `ipseal compile --topology ${reference.file} --target ${target.name} --out ${folder}`
  return [
    `## ${reference.name}`,
    `\`${describePath(reference.input.topology)}\``,
    ['```sh', compileLine, ...applyLines(folder, compiled.files), '```'].join('\n'),
    `Files: ${files.map(({ path }) => `[\`${path}\`](${linkTo(folder, path)})`).join(', ')}.`,
    ...(notes.length === 0 ? [] : [notes.map(describeNote).join('\n')]),
    ...(contract === undefined ? [] : [contractTable(contract)]),
  ].join('\n\n')
}

/** From the page, which is one folder up except for a load balancer, whose only folder it stands in. */
function linkTo(folder: string, path: string): string {
  return folder.includes('/load-balancers/') ? path : `${folder.split('/').at(-1) ?? ''}/${path}`
}

function applyLines(folder: string, files: CompiledReference['compiled']['files']): readonly string[] {
  const asks = files.some(({ path }) => path === 'ipseal.verifier.json')
  return [
    ...(asks ? [`kubectl apply --kustomize ${folder}/verifier`] : []),
    ...(manifestsOf(files).length > 0 ? [`kubectl apply --kustomize ${folder}`] : []),
  ]
}

function describeNote({ kind, text, source }: Note): string {
  const word = { warning: '**Warning.** ', limit: '**Limit.** ', step: '**To do.** ' }[kind]
  return `- ${word}${cell(text)}${source === undefined ? '' : ` (<${source}>)`}`
}

function contractTable(contract: Contract): string {
  const rows = Object.entries(contract).map(([rule, holding]) => row(rule, holding))
  return ['| rule | kept by | how |', '|---|---|---|', ...rows].join('\n')
}

function row(rule: string, { by, how }: Holding): string {
  return `| \`${rule}\` | ${by === 'nobody' ? '**nobody**' : by} | ${cell(how)} |`
}

/** Text in a table: a bar would begin another cell, and `<` an element. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
}
