import { escapeText } from '../../fault/escape-text.ts'
import { StoreError, type StoreErrorCode } from './store-error.ts'

/** What was being done to a file, for the words of a fault. */
export type FileTask = { readonly place: string; readonly verb: 'read' | 'write' }

const CODES: ReadonlyMap<string, StoreErrorCode> = new Map([
  ['ENOENT', 'NOT_FOUND'],
  ['ENOTDIR', 'NOT_FOUND'],
  ['EIO', 'UNREACHABLE'],
  ['ESTALE', 'UNREACHABLE'],
  ['ABORT_ERR', 'UNREACHABLE'],
])

/** Says what a failed call of the file system means. `place` is a path, which is no secret. */
export function explainFileFault(error: unknown, { place, verb }: FileTask): StoreError {
  if (error instanceof StoreError) return error
  const received = isTimeUp(error) ? 'ABORT_ERR' : (codeOf(error) ?? typeof error)
  const code = CODES.get(received) ?? (verb === 'write' ? 'NOT_WRITABLE' : 'ACCESS_DENIED')
  const rule = code === 'NOT_FOUND' ? 'must be there' : `must be something that this user can ${verb}`
  const nextStep =
    code === 'NOT_FOUND' ? 'Look at the path and the working directory' : 'Look at its owner, its mode and its mount'
  return new StoreError({ code, path: place, rule, received: escapeText(received), nextStep }, error)
}

/** What a signal rejects with by itself has no code in words. */
function isTimeUp(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
