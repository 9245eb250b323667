import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { startMoto } from '../../stores/start-moto.ts'
import type { Resource } from '../run-module-tests.ts'

export type Question = { readonly planned: readonly Resource[]; readonly applied: readonly Resource[] }

export type Answer = {
  /** What the models of AWS's interfaces or moto refuse, with the resource's address. */
  readonly faults: readonly string[]
  /** Types of resources that nothing was asked for, as nobody told how. */
  readonly unsent: readonly string[]
  readonly sent: number
  readonly kept: Readonly<Record<string, unknown>>
}

const APPLY = join(import.meta.dirname, 'apply.py')
const TIMEOUT_MILLISECONDS = 120_000

/** Starts a moto that knows nothing, asks it for what was planned, and returns what it said and what it keeps. */
export async function askMoto(program: string, question: Question): Promise<Answer> {
  const moto = await startMoto(program)
  try {
    const endpoint = `http://127.0.0.1:${moto.port}`
    const said = await runPython(program, JSON.stringify({ ...question, endpoint }))
    // Sound: what apply.py prints, and nothing else.
    return JSON.parse(said) as Answer
  } finally {
    await moto.stop()
  }
}

/** By the Python that moto is installed in, which has the SDK that moto was made for. */
function runPython(program: string, input: string): Promise<string> {
  const options = { timeout: TIMEOUT_MILLISECONDS, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } }
  return new Promise((resolve, reject) => {
    const child = execFile(join(dirname(program), 'python'), [APPLY], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${error.message}\n${stderr}`))
    })
    child.stdin?.end(input)
  })
}
