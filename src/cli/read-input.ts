import { createReadStream } from 'node:fs'
import { escapeText } from '../fault/escape-text.ts'
import { InputError, inputError, UsageError } from './errors.ts'
import { codeOf, writeTalk } from './output.ts'
import { parseJson } from './parse-json.ts'

/** Far more than any configuration, key set or header; it keeps `/dev/zero` from filling the memory. */
const MAX_INPUT_BYTES = 4 * 1024 * 1024
const SHOWN_PATH_LENGTH = 64

let isStdinTaken = false

/** The bytes of standard input, to be read once. */
export function openStdin(): AsyncIterable<Uint8Array> {
  if (isStdinTaken) throw new UsageError('standard input is asked for twice; give a file for one of the two')
  isStdinTaken = true
  if (process.stdin.isTTY) writeTalk('Reading from the terminal; end with Ctrl-D.')
  return process.stdin
}

/** Reads a file, or standard input for `-`, as a whole. */
export async function readBytes(path: string): Promise<Buffer> {
  const source: AsyncIterable<Uint8Array> = path === '-' ? openStdin() : createReadStream(path)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of source) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MAX_INPUT_BYTES) throw tooLarge(path)
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(path, error)
  }
  return Buffer.concat(chunks)
}

/** Reads a UTF-8 text; a byte order mark in front of it is left out. */
export async function readText(path: string): Promise<string> {
  const text = decodeUtf8(await readBytes(path))
  if (text !== undefined) return text
  throw inputError({ code: 'NOT_UTF8', path: showPath(path), rule: 'must be UTF-8 text', nextStep: 'Save it as UTF-8' })
}

/** Reads a JSON document. What is wrong with its syntax is told without its text, which may be a private key. */
export async function readJson(path: string): Promise<unknown> {
  return requireJson(await readText(path), path)
}

/** The value of a JSON text that was read from `path`. */
export function requireJson(text: string, path: string): unknown {
  const parsed = parseJson(text)
  if ('value' in parsed) return parsed.value
  const rule = `must be one JSON document: ${text.trim() === '' ? 'it is empty' : parsed.fault}`
  const nextStep = 'Look whether it is the right file, and the whole of it'
  throw inputError({ code: 'NOT_JSON', path: showPath(path), rule, nextStep })
}

/** A path as messages show it: its end, which is what tells files apart. */
export function showPath(path: string): string {
  if (path === '-') return 'standard input'
  const isLong = path.length > SHOWN_PATH_LENGTH
  return isLong ? `...${escapeText(path.slice(3 - SHOWN_PATH_LENGTH))}` : escapeText(path)
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function tooLarge(path: string): InputError {
  const rule = `must have at most ${MAX_INPUT_BYTES} bytes`
  return inputError({ code: 'TOO_LARGE', path: showPath(path), rule, nextStep: 'Look whether the right file is given' })
}

function unreadable(path: string, error: unknown): InputError {
  const code = codeOf(error) ?? 'UNREADABLE'
  const rule = 'must be a file that can be read'
  return inputError({ code, path: showPath(path), rule, nextStep: nextStepFor(code) })
}

function nextStepFor(code: string): string {
  if (code === 'ENOENT') return 'There is no such file: look at the path and the working directory'
  if (code === 'EACCES' || code === 'EPERM') return 'Give this user the right to read it'
  if (code === 'EISDIR') return 'This is a directory: name a file in it'
  return 'Look whether the path is a plain file'
}
