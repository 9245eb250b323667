import { realpathSync } from 'node:fs'
import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place } from './gate.ts'
import { listFiles, sourceFiles } from './list-files.ts'

export async function checkTypes({ root }: Place): Promise<GateResult> {
  const { code, text } = await runCommand(root, 'tsc', ['-p', '.', '--listFiles', '--pretty', 'false'])
  const lines = text.split('\n').filter((line) => line !== '')
  const own = `${realpathSync(root)}/`
  const checked = new Set(lines.filter((line) => line.startsWith(own)).map((line) => line.slice(own.length)))
  const missed = listFiles(root, sourceFiles).filter((path) => !checked.has(path))
  const faults = [
    ...(code === 0 ? [] : lines.filter((line) => !line.startsWith('/'))),
    ...missed.map((path) => `${path}: not seen by the compiler`),
  ]
  const count = [...checked].filter((path) => !path.startsWith('node_modules/')).length
  return judge('types', { count, unit: 'files', faults: faults.join('\n') })
}
