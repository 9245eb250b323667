import { KeyError } from '../assertion/key-error.ts'
import { InputError } from './errors.ts'
import { readJson, showPath } from './read-input.ts'

/** Reads a JSON file and makes keys of it; what is wrong with them is told under the name of the file. */
export async function readKeyFile<Keys>(
  path: string,
  read: (document: unknown) => Keys | Promise<Keys>,
): Promise<Keys> {
  const document = await readJson(path)
  try {
    return await read(document)
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new InputError(`${showPath(path)}: ${error.message}`, { code: error.code, cause: error })
  }
}
