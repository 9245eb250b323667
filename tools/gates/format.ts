import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place, readCount } from './gate.ts'
import { findShortfall } from './list-files.ts'

export async function checkFormat({ root }: Place): Promise<GateResult> {
  const { code, text } = await runCommand(root, 'biome', [
    'ci',
    '--colors=off',
    '--error-on-warnings',
    '--diagnostic-level=warn',
    '--max-diagnostics=50',
    '.',
  ])
  const count = readCount(text, /Checked (\d+) files?/)
  return judge('format and lint', { count, unit: 'files', faults: code === 0 ? findShortfall(root, count) : text })
}
