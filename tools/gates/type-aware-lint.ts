import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place, readCount } from './gate.ts'
import { findShortfall } from './list-files.ts'

export async function checkTypeAwareRules({ root }: Place): Promise<GateResult> {
  const args = ['--type-aware', '--deny-warnings', '--report-unused-disable-directives-severity=error']
  const { code, text } = await runCommand(root, 'oxlint', args)
  const count = readCount(text, /\bon (\d+) files?/)
  return judge('type-aware lint', { count, unit: 'files', faults: code === 0 ? findShortfall(root, count) : text })
}
