import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place, readCount } from './gate.ts'

export async function checkDeadCode({ root }: Place): Promise<GateResult> {
  const reporters = ['--reporter', 'symbols', '--reporter', './tools/gates/knip-count.ts']
  const { code, text } = await runCommand(root, 'knip', ['--no-progress', ...reporters])
  return judge('dead code', {
    count: readCount(text, /analysed (\d+) files/),
    unit: 'files',
    faults: code === 0 ? '' : text,
  })
}
