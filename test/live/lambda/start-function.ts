import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { unzipSync } from 'fflate'
import { buildDeployable } from '../../../tools/build-functions/build-deployables.ts'
import { DEPLOYABLES } from '../../../tools/build-functions/deployables.ts'
import type { RuntimeClient } from './find-runtime-client.ts'
import { type Invoke, startRuntimeApi } from './runtime-api.ts'

export type RunningFunction = {
  readonly invoke: Invoke
  /** The lines of JSON that the function logged, as they come. */
  readonly records: readonly unknown[]
  /** Everything that it wrote. */
  readonly output: () => string
  readonly stop: () => Promise<void>
}

export type FunctionOptions = {
  readonly client: RuntimeClient
  readonly zip: Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly handler?: string
}

/** What Lambda sets for every function, as far as the client and the SDK ask for it; keys of nobody. */
const PLATFORM = {
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
  AWS_LAMBDA_FUNCTION_NAME: 'ipseal',
  AWS_LAMBDA_FUNCTION_VERSION: '1',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/ipseal',
  AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_SESSION_TOKEN: 'testing',
}

/** The bytes of one zip as `npm run build` makes it, with variables built in if it takes any. */
export async function zipOf(file: string, variables?: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
  const deployable = DEPLOYABLES.find((one) => one.file === file)
  if (deployable === undefined) throw new Error(`no function is deployed as ${file}`)
  const root = resolve(import.meta.dirname, '../../..')
  const { bytes } = await buildDeployable(deployable, { root, baked: variables && JSON.stringify(variables) })
  return bytes
}

/** Unpacks a zip and starts it under a runtime client: a container that is cold until the first event. */
export async function startFunction(options: FunctionOptions): Promise<RunningFunction> {
  const { client, zip, env = {}, handler = 'index.handler' } = options
  const taskRoot = unpack(zip)
  const api = await startRuntimeApi()
  const child = spawn(client.node, [client.script], {
    cwd: taskRoot,
    env: { ...PLATFORM, AWS_LAMBDA_RUNTIME_API: api.address, LAMBDA_TASK_ROOT: taskRoot, _HANDLER: handler, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines = collectLines(child)
  const ended = once(child, 'exit').then(() => api.stop(`the function ended:\n${lines.join('\n')}`))
  return {
    invoke: api.invoke,
    get records() {
      return lines.flatMap(readRecord)
    },
    output: () => lines.join('\n'),
    stop: async () => {
      child.kill('SIGKILL')
      await ended
      rmSync(taskRoot, { recursive: true })
    },
  }
}

function unpack(zip: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-function-'))
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}

function collectLines({ stdout, stderr }: ChildProcess): readonly string[] {
  const lines: string[] = []
  for (const stream of [stdout, stderr]) {
    if (stream !== null) createInterface(stream).on('line', (line) => lines.push(line))
  }
  return lines
}

function readRecord(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}
