import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place } from './gate.ts'
import { listSubpaths, pack } from './pack.ts'

const NAME = 'package shape'
const UNIT = 'subpaths'

export async function checkPackageShape(place: Place): Promise<GateResult> {
  const { root } = place
  const count = listSubpaths(root).length
  const packed = await pack(place)
  if ('fault' in packed) return judge(NAME, { count, unit: UNIT, faults: packed.fault })
  const outcomes = await Promise.all([
    runCommand(root, 'publint', ['run', packed.tarball, '--strict']),
    runCommand(root, 'attw', [
      packed.tarball,
      '--profile',
      'esm-only',
      '--format',
      'ascii',
      '--no-emoji',
      '--no-color',
    ]),
  ])
  const faults = outcomes.filter(({ code }) => code !== 0).map(({ text }) => text)
  return judge(NAME, { count, unit: UNIT, faults: faults.join('\n') })
}
