import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

/** The Go program beside this file, running. */
export type GoReader = {
  /** What of the project it is built on. */
  readonly name: string
  /** Takes these headers; returns what it reads of each. */
  readonly load: (headers: readonly Buffer[]) => Promise<readonly string[]>
  /** Reads them all `times` times; returns the CPU nanoseconds of its process. */
  readonly run: (times: number) => Promise<number>
  readonly stop: () => Promise<void>
}

const SOURCE = resolve(import.meta.dirname, 'go')
const CACHE = resolve(import.meta.dirname, '../../.cache/go')
const PROGRAM = resolve(CACHE, 'bench-proxy-protocol')

const execute = promisify(execFile)

/** Builds and starts it, or says why that cannot be. Module and version are those of its `go.mod` and `go.sum`. */
export async function startGoReader(): Promise<GoReader | { readonly missing: string }> {
  const env = {
    ...process.env,
    GOMODCACHE: resolve(CACHE, 'mod'),
    GOCACHE: resolve(CACHE, 'build'),
    GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
  }
  try {
    await execute('go', ['build', '-o', PROGRAM, '.'], { cwd: SOURCE, env })
    const { stdout } = await execute('go', ['list', '-m', 'github.com/pires/go-proxyproto'], { cwd: SOURCE, env })
    const { stdout: version } = await execute('go', ['env', 'GOVERSION'], { cwd: SOURCE, env })
    return runProgram(`${stdout.trim().replace('github.com/pires/', '')}, ${version.trim()}`)
  } catch (error) {
    return { missing: describeFailure(error) }
  }
}

function runProgram(name: string): GoReader {
  const child = spawn(PROGRAM, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (command: string): Promise<string> => {
    child.stdin.write(`${command}\n`)
    const { value, done } = await lines.next()
    if (done === true) throw new Error('the Go program has ended')
    return value
  }
  return {
    name,
    load: async (headers) =>
      (await ask(`load ${headers.map((header) => header.toString('hex')).join(' ')}`)).split(' '),
    run: async (times) => Number(await ask(`run ${times}`)),
    async stop() {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'ENOENT') return 'there is no "go" in PATH'
  return `it could not be built: ${error.message.split('\n').find((line) => line.includes('go:')) ?? error.message}`
}
