import { standsOn } from '../../compile/place.ts'
import { TARGETS } from '../../compile/targets.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { layOut } from '../lay-out.ts'
import { loadPath } from '../load-topology.ts'
import { writeData, writeJson } from '../output.ts'

export type CompileListOptions = { readonly topology: string | undefined; readonly json: boolean }

type Listed = { readonly name: string; readonly kind: string; readonly title: string }

/** What documents of their own become; everything else is compiled from a path. */
const DOCUMENTS: readonly Listed[] = [
  { name: 'settings', kind: 'document', title: 'what edges take, of --config ipseal.config.json' },
  { name: 'verifier', kind: 'document', title: 'what the verifier takes, of --config ipseal.verifier.json' },
]

/** Lists every target, or those that one path can be compiled to. */
export async function runCompileList({ topology, json }: CompileListOptions): Promise<ExitCode> {
  const targets = topology === undefined ? [...TARGETS.map(show), ...DOCUMENTS] : await onPath(topology)
  if (json) await writeJson({ ok: true, targets })
  else await writeData(`${layOut(targets.map(({ name, kind, title }) => [name, kind, title])).join('\n')}\n`)
  return EXIT.yes
}

async function onPath(file: string): Promise<readonly Listed[]> {
  const topology = await loadPath(file)
  return TARGETS.filter((target) => standsOn(topology, target)).map(show)
}

function show({ name, kind, title }: Listed): Listed {
  return { name, kind, title }
}
