import { resolve } from 'node:path'
import { checkBuild } from './gates/build.ts'
import { showLine } from './gates/gate.ts'

const root = resolve(import.meta.dirname, '..')
const result = await checkBuild({ root, scratch: root })
console.log(showLine(result))
if (!result.ok) {
  console.log(result.output)
  process.exitCode = 1
}
