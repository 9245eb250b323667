import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const DOWNLOAD_MILLISECONDS = 60_000

/** Downloads a Debian package and lays its files out under `folder`, which takes no rights; returns the package's file. */
export async function unpackDebianPackage(name: string, folder: string): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true })
  await run('apt-get', ['download', name], { cwd: folder, timeout: DOWNLOAD_MILLISECONDS })
  const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'))
  if (file === undefined) return undefined
  await run('dpkg', ['-x', join(folder, file), folder])
  return join(folder, file)
}

/** The first line that tells what went wrong. */
export function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n').find((line) => line.startsWith('E: ')) ?? message.split('\n', 1)[0] ?? ''
}
