import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place, readCount } from './gate.ts'

export async function checkFormat({ root }: Place): Promise<GateResult> {
  const { code, text } = await runCommand(root, 'biome', [
    'ci',
    '--colors=off',
    '--error-on-warnings',
    '--max-diagnostics=50',
    '.',
  ])
  return judge('format and lint', {
    count: readCount(text, /Checked (\d+) files?/),
    unit: 'files',
    faults: code === 0 ? '' : text,
  })
}
