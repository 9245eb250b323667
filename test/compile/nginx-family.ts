import { parseAllDocuments } from 'yaml'
import { type Compiled, CompileError, compile } from '../../src/compile/index.ts'
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

/** The first object of a file, as a cluster would read it. */
export function firstOf<Shape>(text: string): Shape {
  const [document] = parseAllDocuments(text, { version: '1.1' })
  if (document === undefined) throw new RangeError('there is nothing in the file')
  // Sound: each caller names what its file holds first, and reads no more of it.
  return document.toJS() as Shape
}
