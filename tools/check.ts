import { resolve } from 'node:path'
import { showLine } from './gates/gate.ts'
import { runGates } from './gates/run-gates.ts'

const root = resolve(import.meta.dirname, '..')

for await (const result of runGates(root)) {
  console.log(showLine(result))
  if (result.ok) continue
  console.log(result.output)
  process.exitCode = 1
  break
}
