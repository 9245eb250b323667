import { type Compiled, compile } from '../../src/compile/index.ts'
import { type Members, membersOf, objectsOf } from './read-yaml.ts'
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
export function read({ files }: Compiled, path: string, at = 0): Members {
  return membersOf(objectsOf({ files: files.filter((file) => file.path === path) })[at])
}

export function istio(hop: object): object {
  return { product: 'istio', ...hop }
}
