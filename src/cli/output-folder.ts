import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CompiledFile } from '../compile/compiled.ts'
import { describeValue } from '../fault/escape-text.ts'
import { type InputError, inputError } from './errors.ts'
import { codeOf } from './output.ts'
import { showPath } from './read-input.ts'

/** A file to write, and what is there now: undefined where there is none. */
export type FileToWrite = CompiledFile & { readonly before: string | undefined }

/** Names with `/` between them, none of which leads upwards or hides. */
const SAFE_PATH = /^(?!\.)[A-Za-z0-9._-]+(?:\/(?!\.)[A-Za-z0-9._-]+)*$/

/**
 * Reads what a folder has under the names of `files`. The folder need not be there.
 *
 * Every path stays below the folder, symbolic links included: a link under one of the names is refused.
 */
export async function readOutputFolder(
  folder: string,
  files: readonly CompiledFile[],
): Promise<readonly FileToWrite[]> {
  const read: FileToWrite[] = []
  for (const file of files) read.push({ ...file, before: await readBelow(folder, file.path) })
  return read
}

/** Writes files whose paths {@link readOutputFolder} has checked, with the folders they need. */
export async function writeOutputFolder(folder: string, files: readonly FileToWrite[]): Promise<void> {
  for (const { path, text } of files) {
    const target = join(folder, path)
    try {
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, text)
    } catch (error) {
      throw unusable(target, error)
    }
  }
}

async function readBelow(folder: string, path: string): Promise<string | undefined> {
  if (!SAFE_PATH.test(path)) {
    throw inputError({
      code: 'UNSAFE_PATH',
      path: describeValue(path),
      rule: 'must be below the folder of --out',
      nextStep: 'Print the file instead, and put it where it belongs by hand',
    })
  }
  try {
    await refuseLinks(folder, path)
    return await readFile(join(folder, path), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable(join(folder, path), error)
  }
}

/** A link below the folder may lead out of it. That the folder itself is one is its owner's choice. */
async function refuseLinks(folder: string, path: string): Promise<void> {
  const names = path.split('/')
  for (const [i] of names.entries()) {
    const place = join(folder, ...names.slice(0, i + 1))
    if ((await lstat(place)).isSymbolicLink()) {
      throw inputError({
        code: 'UNSAFE_PATH',
        path: showPath(place),
        rule: 'is a symbolic link, which may lead out of the folder of --out',
        nextStep: 'Remove the link, or name the folder that it leads to as --out',
      })
    }
  }
}

function unusable(path: string, error: unknown): unknown {
  const code = codeOf(error)
  return code === undefined || code === 'UNSAFE_PATH' ? error : unwritable(path, code)
}

function unwritable(path: string, code: string): InputError {
  const rule = 'must be a file that can be read and written'
  const nextStep = 'Look whether --out names a folder that is yours to write to'
  return inputError({ code, path: showPath(path), rule, nextStep })
}
