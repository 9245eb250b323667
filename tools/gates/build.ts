import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place } from './gate.ts'

/** Writes `dist/` anew: a file left over from an earlier build would be published. */
export async function checkBuild({ root }: Place): Promise<GateResult> {
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const { code, text } = await runCommand(root, 'tsc', [
    '-p',
    'tsconfig.build.json',
    '--listEmittedFiles',
    '--pretty',
    'false',
  ])
  const lines = text.split('\n')
  const isEmitted = (line: string): boolean => line.startsWith('TSFILE:')
  return judge('build', {
    count: lines.filter(isEmitted).length,
    unit: 'files written',
    faults: code === 0 ? '' : lines.filter((line) => !isEmitted(line)).join('\n'),
  })
}
