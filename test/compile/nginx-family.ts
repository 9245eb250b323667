import { type Compiled, CompileError, compile } from '../../src/compile/index.ts'
import { textOf as asText, at, membersOf, readDocuments } from './read-yaml.ts'
import { JWKS, topologyOf } from './topology-of.ts'

/** A path with one gateway, compiled to it. */
export function compileGateway(target: string, parts: object): Compiled {
  return compile({ topology: topologyOf(parts), jwks: JWKS }, target)
}

/** The fault with which a path is refused; undefined if it is compiled. */
export function faultOf(target: string, parts: object): { readonly code: string; readonly path: string } | undefined {
  try {
    compileGateway(target, parts)
    return undefined
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    return { code: error.code, path: error.path }
  }
}

/** The text of a compiled file; empty if there is none. */
export function textOf({ files }: Compiled, path: string): string {
  return files.find((file) => file.path === path)?.text ?? ''
}

/** What stands at a path of the first object in a file: texts by their names, as a ConfigMap and annotations have to be. */
export function textsAt(text: string, ...path: readonly string[]): Readonly<Record<string, string>> {
  const map = membersOf(at(readDocuments(text)[0], ...path))
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, asText(value)]))
}

/** The keys of `values` that a controller does not know, and would ignore without a word; the compiler knows them by their type alone. */
export function unknownKeys(table: readonly string[], values: object): readonly string[] {
  return Object.keys(values).filter((key) => !table.includes(key))
}
