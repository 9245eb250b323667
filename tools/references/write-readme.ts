import type { CompiledReference } from './compile-references.ts'
import { contractTable, noteList } from './describe-compiled.ts'
import { describePath } from './describe-path.ts'
import { resourcesOf, verifierOf } from './write-kustomization.ts'

/** What stands below this line of a README is written by hand, and kept. */
export const HAND_LINE =
  '<!-- What stands below is written by hand; what stands above, `npm run compile:references` writes. -->'

/** The page of one product: how its folders are made and put to use, what is left to do, and its contract. */
export function writeReadme(all: readonly CompiledReference[], byHand: string): string {
  const [first] = all
  if (first === undefined) return ''
  const shared = first.compiled.notes.filter(({ text }) => all.every(({ compiled }) => hasNote(compiled, text)))
  const own = new Set(shared.map(({ text }) => text))
  const parts = [
    `# ${first.target.name}\n\n${first.target.title}.`,
    ...(shared.length === 0 ? [] : [noteList(shared)]),
    ...all.map((one) => section(one, own)),
    ...contractSections(all),
    HAND_LINE,
  ]
  return `${parts.join('\n\n')}\n${byHand}`
}

function hasNote({ notes }: CompiledReference['compiled'], text: string): boolean {
  return notes.some((note) => note.text === text)
}

function section({ reference, target, folder, compiled }: CompiledReference, shared: ReadonlySet<string>): string {
  const notes = compiled.notes.filter(({ text }) => !shared.has(text))
  const compileLine = `ipseal compile --topology ${reference.file} --target ${target.name} --out ${folder}`
  return [
    `## ${reference.name}`,
    `\`${describePath(reference.input.topology)}\``,
    ['```sh', compileLine, ...applyLines(folder, compiled.files), '```'].join('\n'),
    compiled.files.map(({ path }) => `[\`${path}\`](${linkTo(folder, path)})`).join(',\n'),
    ...(notes.length === 0 ? [] : [noteList(notes)]),
  ].join('\n\n')
}

/** From the page, which is one folder up except for a load balancer, whose only folder it stands in. */
function linkTo(folder: string, path: string): string {
  return folder.includes('/load-balancers/') ? path : `${folder.split('/').at(-1) ?? ''}/${path}`
}

function applyLines(folder: string, files: CompiledReference['compiled']['files']): readonly string[] {
  return [
    ...(verifierOf(files) === 'service' ? [`kubectl apply --kustomize ${folder}/verifier`] : []),
    ...(resourcesOf(files).length > 0 ? [`kubectl apply --kustomize ${folder}`] : []),
  ]
}

/** Paths that share a contract share a table. */
function contractSections(all: readonly CompiledReference[]): readonly string[] {
  const groups = Map.groupBy(all, ({ compiled }) => JSON.stringify(compiled.contract))
  return [...groups.values()].flatMap((group) => {
    const contract = group[0]?.compiled.contract
    if (contract === undefined) return []
    const names = group.map(({ reference }) => `\`${reference.name}\``).join(', ')
    return [`## The contract\n\nOf ${names}:\n\n${contractTable(contract)}`]
  })
}
