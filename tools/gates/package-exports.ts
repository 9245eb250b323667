import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place } from './gate.ts'
import { listSubpaths, pack } from './pack.ts'

type Manifest = { readonly name: string; readonly dependencies?: Readonly<Record<string, string>> }

const NAME = 'package exports'
const UNIT = 'subpaths imported'

/**
 * Imports every subpath from the packed tarball, laid out as npm would install it with the declared dependencies alone:
 * a file that is not published, or a library that is only a devDependency, fails here as it would for a user.
 */
export async function checkPackageExports(place: Place): Promise<GateResult> {
  const packed = await pack(place)
  if ('fault' in packed) return judge(NAME, { count: 0, unit: UNIT, faults: packed.fault })
  const { home, name, fault } = await install(place, packed.tarball)
  if (fault !== '') return judge(NAME, { count: 0, unit: UNIT, faults: fault })
  const subpaths = listSubpaths(place.root).map((subpath) => name + subpath.slice(1))
  const faults = await Promise.all(subpaths.map((specifier) => importOnce(place.root, home, specifier)))
  return judge(NAME, { count: subpaths.length, unit: UNIT, faults: faults.filter((line) => line !== '').join('\n') })
}

async function install(
  { root, scratch }: Place,
  tarball: string,
): Promise<{ readonly home: string; readonly name: string; readonly fault: string }> {
  // Sound: npm has just packed this manifest, so it has a name.
  const { name, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  const home = join(scratch, 'user')
  const target = join(home, 'node_modules', name)
  mkdirSync(target, { recursive: true })
  for (const dependency of Object.keys(dependencies ?? {})) {
    const link = join(home, 'node_modules', dependency)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', dependency), link, 'dir')
  }
  const { code, text } = await runCommand(root, 'tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
  return { home, name, fault: code === 0 ? '' : text }
}

async function importOnce(root: string, home: string, specifier: string): Promise<string> {
  const script = `process.chdir(${JSON.stringify(home)})
    const names = Object.keys(await import(import.meta.resolve(${JSON.stringify(specifier)})))
    if (names.length === 0) throw new Error('exports nothing')`
  const { code, text } = await runCommand(home, join(root, 'node_modules', '.bin', 'node'), [
    '--input-type=module',
    '-e',
    script,
  ])
  return code === 0 ? '' : `${specifier}: ${text}`
}
