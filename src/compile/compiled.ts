import type { Contract } from './contract.ts'

/** A file to write, below the folder that the user names. */
export type CompiledFile = {
  /** Relative, with `/`: `request-authentication.yaml`. */
  readonly path: string
  readonly text: string
}

/** Something that the files alone do not say: a limit of the product, or a step that is left to do. */
export type Note = {
  readonly kind: 'warning' | 'limit' | 'step'
  readonly text: string
  /** The page or issue that it rests on. */
  readonly source?: string
}

/** What one target takes. The same topology and keys give the same bytes. */
export type Compiled = {
  readonly files: readonly CompiledFile[]
  readonly notes: readonly Note[]
  /** How each rule of the verifier's contract holds; undefined for what verifies nothing, as a load balancer. */
  readonly contract: Contract | undefined
}
