import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { firstLineOf } from '../unpack-debian-package.ts'

/** The program, or why there is none. */
export type FoundProgram = { readonly path: string } | { readonly missing: string }

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../../.cache/go')
const TIMEOUT_MILLISECONDS = 240_000

/** Runs Go with all that it downloads and builds in the cache. */
export async function runGo(args: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    GOPATH: CACHE,
    GOBIN: join(CACHE, 'bin'),
    GOCACHE: join(CACHE, 'build'),
    // So that whoever removes the cache can.
    GOFLAGS: '-modcacherw',
  }
  const { stdout } = await run('go', args, { cwd: resolve(CACHE, '..'), env, timeout: TIMEOUT_MILLISECONDS })
  return stdout
}

/** Finds a program of Go's in the cache, or installs it there; `module` names the version. */
export async function findGoProgram(name: string, module: string): Promise<FoundProgram> {
  const path = join(CACHE, 'bin', name)
  if (existsSync(path)) return { path }
  try {
    await runGo(['install', module])
    return { path }
  } catch (error) {
    return { missing: `${module} could not be installed with Go: ${firstLineOf(error)}` }
  }
}

/** Finds a program that is installed. */
export function findInstalled(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** Finds what checks manifests against schemas. */
export function findKubeconform(): Promise<FoundProgram> {
  return findGoProgram('kubeconform', 'github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0')
}
