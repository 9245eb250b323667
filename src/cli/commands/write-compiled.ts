import type { Compiled } from '../../compile/compiled.ts'
import { describeNote } from '../describe-compiled.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson, writeTalk } from '../output.ts'
import { type FileToWrite, readOutputFolder, writeOutputFolder } from '../output-folder.ts'
import { unifiedDiff } from '../unified-diff.ts'

/** What programs are told besides the files. */
export type CompiledAnswer = Readonly<Record<'target' | 'entrance' | 'notes' | 'contract', unknown>>

export type WriteOptions = {
  readonly folder: string
  readonly overwrite?: true
  readonly diff?: true
  readonly json?: true
}

type FileState = 'new' | 'changed' | 'same'

type ComparedFile = {
  readonly path: string
  readonly state: FileState
  /** Empty where the file is the same. */
  readonly diff: string
}

/**
 * Writes files below a folder, all of them or none: one that is there and differs stops it, unless it may be replaced.
 * With `diff` nothing is written, and the answer is whether anything would be.
 */
export async function writeCompiled(
  options: WriteOptions,
  { files, notes }: Compiled,
  answer: CompiledAnswer,
): Promise<ExitCode> {
  const { folder, overwrite, diff, json } = options
  const found = await readOutputFolder(folder, files)
  const compared = await Promise.all(found.map(compareFile))
  const stopping = compared.filter(({ state }) => state === 'changed' || (diff === true && state === 'new'))
  const isStopped = stopping.length > 0 && overwrite !== true
  if (!isStopped && diff !== true) await writeOutputFolder(folder, found.filter(differs))
  if (json) await writeJson({ ok: !isStopped, ...(isStopped && { reason: 'differs' }), ...answer, files: compared })
  else if (isStopped) await writeData(stopping.map((file) => file.diff).join(''))
  else for (const { path, state } of compared) writeTalk(`${told(state, diff === true)} ${path}`)
  if (isStopped && diff !== true) writeTalk('nothing was written; --overwrite replaces what differs')
  if (!json && !isStopped) for (const note of notes) writeTalk(describeNote(note))
  return isStopped ? EXIT.no : EXIT.yes
}

async function compareFile(file: FileToWrite): Promise<ComparedFile> {
  const { path, before, text } = file
  if (!differs(file)) return { path, state: 'same', diff: '' }
  return {
    path,
    state: before === undefined ? 'new' : 'changed',
    diff: await unifiedDiff({ path, before, after: text }),
  }
}

function differs({ before, text }: FileToWrite): boolean {
  return before !== text
}

function told(state: FileState, isDiff: boolean): string {
  if (state === 'same') return isDiff ? 'in step:' : 'unchanged:'
  return state === 'new' ? 'wrote' : 'replaced'
}
