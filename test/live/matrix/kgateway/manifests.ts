import { parseAllDocuments } from 'yaml'
import type { Compiled } from '../../../../src/compile/index.ts'

/** YAML as it is read; only what is known to be there is touched. */
// biome-ignore lint/suspicious/noExplicitAny: a manifest has no type here, and a wrong path shows at once.
export type Any = any

/** The objects of compiled files. */
export type Manifests = {
  readonly all: (kind: string) => readonly Any[]
  /** Of a kind with a name; what is not there is a fault of the test. */
  readonly named: (kind: string, name: string) => Any
}

export function readManifests({ files }: Compiled): Manifests {
  const texts = files.filter(({ path }) => path.endsWith('.yaml'))
  const objects: readonly Any[] = texts.flatMap(({ text }) => [...parseAllDocuments(text)].map((one) => one.toJS()))
  const all = (kind: string): readonly Any[] => objects.filter((one) => one.kind === kind)
  return {
    all,
    named: (kind, name) => {
      const found = all(kind).find(({ metadata }) => metadata.name === name)
      if (found === undefined) throw new Error(`no ${kind} ${name} is compiled`)
      return found.spec
    },
  }
}
