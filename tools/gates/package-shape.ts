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
  const [rules, types] = await Promise.all([
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
  const faults = [
    ...(rules.code === 0 ? [] : [rules.text]),
    // A package without any types is no fault to attw: it says so and exits 0.
    ...(types.code === 0 && !types.text.includes('does not contain types') ? [] : [types.text]),
  ]
  return judge(NAME, { count, unit: UNIT, faults: faults.join('\n') })
}
