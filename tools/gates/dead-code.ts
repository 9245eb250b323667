import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place, readCount } from './gate.ts'
import { findShortfall } from './list-files.ts'

export async function checkDeadCode({ root }: Place): Promise<GateResult> {
  const reporters = ['--reporter', 'symbols', '--reporter', './tools/gates/knip-count.ts']
  const { code, text } = await runCommand(root, 'knip', ['--no-progress', ...reporters])
  const count = readCount(text, /analysed (\d+) files/)
  return judge('dead code', { count, unit: 'files', faults: code === 0 ? findShortfall(root, count) : text })
}
