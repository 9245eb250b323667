import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'

export const ROOT = resolve(import.meta.dirname, '../..')
export const NODE = join(ROOT, 'node_modules/.bin/node')
export const MAIN = join(ROOT, 'src/cli/main.ts')

/** Where Node keeps what it has compiled, so that the second of hundreds of starts takes half as long as the first. */
export const NODE_COMPILE_CACHE = join(ROOT, '.cache/compiled')

/** Starting a process takes what the machine lets it take. */
export const SPAWN_TIMEOUT = { timeout: 60_000 }

export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type RunOptions = {
  readonly stdin?: string | Uint8Array | Readable
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}

export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { bytes, ...run } = await runCliForBytes(args, options)
  return { ...run, stdout: bytes.toString('utf8') }
}

export function runCliForBytes(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Omit<Run, 'stdout'> & { readonly bytes: Buffer }> {
  const child = startCli(args, options)
  const out: Buffer[] = []
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  if (options.stdin instanceof Readable) options.stdin.pipe(child.stdin)
  else child.stdin.end(options.stdin ?? '')
  return new Promise((done) => {
    child.on('close', (code) => done({ code, stderr, bytes: Buffer.concat(out) }))
  })
}

/** The environment of the tests stays outside: a secret or NO_COLOR in it must not decide. */
export function startCli(args: readonly string[], { cwd, env, nodeArgs = [] }: RunOptions = {}) {
  const child = spawn(NODE, [...nodeArgs, MAIN, ...args], {
    cwd: cwd ?? ROOT,
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE, ...env },
    stdio: 'pipe',
  })
  // A command that refuses its arguments never reads what the test writes to it.
  child.stdin.on('error', () => undefined)
  return child
}

/** A directory with `files` in it, gone when the test is over. */
export function makeFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

export type JsonObject = Readonly<Record<string, unknown>>

/** The one object that a command printed. */
export function readObject(stdout: string): JsonObject {
  // Sound enough for a test: what is no object has none of the members that it looks for.
  return JSON.parse(stdout) as JsonObject
}

/** The objects that a command printed, one a line. */
export function readObjects(stdout: string): JsonObject[] {
  return stdout.trimEnd().split('\n').map(readObject)
}
