import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { libraryEnvironment, unpackDebianProgram } from '../debian-program.ts'
import { firstLineOf } from '../unpack-debian-package.ts'

/** Runs the program in a network of its own, so that no set of this machine is touched; or why it cannot. */
export type FoundFirewall = { readonly run: (script: string) => Promise<string> } | { readonly missing: string }

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../../.cache/firewall')

/** Finds nft or ipset, Debian's unpacked into the cache. Either needs a kernel that lets it make a network of its own. */
export async function findFirewall(name: 'nft' | 'ipset', debianPackage: string): Promise<FoundFirewall> {
  const path = join(CACHE, 'usr/sbin', name)
  const inOwnNetwork = (script: string): Promise<{ readonly stdout: string }> =>
    run('unshare', ['-rn', 'sh', '-c', script, path], { env: libraryEnvironment(CACHE), cwd: CACHE })
  try {
    if (!existsSync(path)) await unpackDebianProgram(debianPackage, CACHE, path)
    const probe = name === 'nft' ? '"$0" list ruleset' : '"$0" list'
    await inOwnNetwork(probe)
    return { run: async (script) => (await inOwnNetwork(script)).stdout }
  } catch (error) {
    return { missing: `${name} could not be had, or may not have a network of its own here: ${firstLineOf(error)}` }
  }
}

/** Writes a script where {@link FoundFirewall} runs, and returns its path. */
export function writeScript(folder: string, text: string): string {
  const path = join(folder, 'list')
  writeFileSync(path, text)
  return path
}
