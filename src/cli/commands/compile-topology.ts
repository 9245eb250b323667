import { compile } from '../../compile/compile.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { loadTopology } from '../load-topology.ts'
import { writeData } from '../output.ts'

export type CompileTopologyOptions = { readonly target: string; readonly topology: string; readonly jwks?: string }

/** Prints the files that one target of a path takes. */
export async function runCompileTopology({ target, topology, jwks }: CompileTopologyOptions): Promise<ExitCode> {
  const compiled = compile(await loadTopology({ topology, jwks }), target)
  for (const { text } of compiled.files) await writeData(text)
  return EXIT.yes
}
