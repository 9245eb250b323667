import { compile } from '../../compile/compile.ts'
import type { Compiled } from '../../compile/compiled.ts'
import { placeOf } from '../../compile/place.ts'
import { TARGETS } from '../../compile/targets.ts'
import type { Topology } from '../../topology/topology.ts'
import { describeNote, explainCompiled, joinFiles } from '../describe-compiled.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { loadTopology } from '../load-topology.ts'
import { toSafeText, writeData, writeJson, writeTalk } from '../output.ts'
import { type CompiledAnswer, writeCompiled } from './write-compiled.ts'

export type CompileTopologyOptions = {
  readonly target: string
  readonly topology: string
  readonly jwks?: string
  readonly out?: string
  readonly overwrite?: true
  readonly diff?: true
  readonly explain?: true
  readonly json?: true
}

/** Prints, explains or writes the files that one target of a path takes. */
export async function runCompileTopology(options: CompileTopologyOptions): Promise<ExitCode> {
  const { target, out, explain, json } = options
  const input = await loadTopology(options)
  const compiled = compile(input, target)
  const answer = toAnswer(target, input.topology, compiled)
  if (out !== undefined && out !== '-') return await writeCompiled({ ...options, folder: out }, compiled, answer)
  if (json) await writeJson({ ok: true, ...answer, files: compiled.files })
  else if (explain) await writeData(toSafeText(explainTarget(target, input.topology, compiled)))
  else {
    await writeData(joinFiles(compiled.files))
    for (const note of compiled.notes) writeTalk(describeNote(note))
  }
  return EXIT.yes
}

function toAnswer(target: string, topology: Topology, { notes, contract }: Compiled): CompiledAnswer {
  return { target, entrance: placeOf(topology, target)?.entrance ?? null, notes, contract: contract ?? null }
}

function explainTarget(name: string, topology: Topology, compiled: Compiled): string {
  const target = TARGETS.find((one) => one.name === name)
  return target === undefined ? '' : explainCompiled({ target, topology, place: placeOf(topology, name), compiled })
}
