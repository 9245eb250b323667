import { parseAllDocuments } from 'yaml'
import { type Compiled, compile } from '../../src/compile/index.ts'
import { JWKS, topologyOf } from './topology-of.ts'

export const NLB = { product: 'aws-nlb', ranges: ['10.0.16.0/20'] }
export const METALLB = 'metallb'
export const APP = 'app'
export const VERIFYING_APP = { product: 'app', verifies: true }

export type Parts = { readonly path: readonly unknown[]; readonly [key: string]: unknown }

/** Compiles Istio for a document with these parts. */
export function compileIstio(parts: Parts): Compiled {
  return compile({ topology: topologyOf(parts), jwks: JWKS }, 'istio')
}

/** One document of a compiled file. */
export function read(compiled: Compiled, path: string, at = 0): Record<string, unknown> {
  const text = compiled.files.find((file) => file.path === path)?.text ?? ''
  const document: Record<string, unknown> = parseAllDocuments(text)[at]?.toJS()
  return document
}

export function istio(hop: object): object {
  return { product: 'istio', ...hop }
}
