import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Contract, ContractRule } from '../../../src/compile/index.ts'
import type { Bind } from './compile-plane.ts'
import type { DataPlane, Evidence, Unlike, Way } from './data-plane.ts'
import type { Group } from './rows.ts'

/** How many came out as the table says, and how many as the plane says that they must. */
export type Count = { readonly held: number; readonly otherwise: number }
export type NotRun = { readonly notRun: string }
type Deviation = Unlike[string] & { readonly name: string }

export type MatrixResult = {
  readonly rows: Partial<Record<Group, Count>>
  readonly ways: readonly Way[]
  readonly notOver: Partial<Record<Way, string>>
  /** The cases of gateway-requests.json, byte by byte. */
  readonly bytes: Readonly<Record<Bind, Count | NotRun>>
  readonly otherwise: readonly Deviation[]
  /** Lines that were taken out, and the matrix was red. */
  readonly holes: readonly string[]
}

export type ContractResult = {
  readonly bound: Readonly<Record<Bind, (Count & { readonly notAsked: number }) | NotRun>>
  readonly by: Readonly<Record<ContractRule, Contract[ContractRule]['by']>>
  readonly otherwise: readonly Deviation[]
}

export type RotationResult = {
  /** How the product takes another key set. */
  readonly reload: string
}

/** What one plane has shown, part by part; a part that is not there has not run. */
export type Results = {
  readonly name: string
  readonly target: string
  readonly evidence: Evidence
  readonly version?: string
  readonly matrix?: MatrixResult
  readonly contract?: ContractResult
  readonly rotation?: RotationResult
}

type Part = 'matrix' | 'contract' | 'rotation'

const FOLDER = fileURLToPath(new URL('../../vectors/gateway-matrix-results/', import.meta.url))

/** Set to write what has been seen into the vectors and the page, in place of comparing with them. */
export const isWriting = process.env.IPSEAL_WRITE === '1'

/** Every plane's results as they are in the repository, by name. */
export function readAllResults(): readonly Results[] {
  if (!existsSync(FOLDER)) return []
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
  return names.sort().map((name) => read(`${FOLDER}${name}`))
}

/** One part of a plane's results as it is in the repository; undefined if it has never been written. */
export function readPart<Name extends Part>(plane: DataPlane, part: Name): Results[Name] | undefined {
  const path = pathOf(plane)
  return existsSync(path) ? read(path)[part] : undefined
}

/** Writes one part of a plane's results, and leaves the others as they are. */
export function writePart<Name extends Part>(
  plane: DataPlane,
  part: Name,
  found: { readonly value: Results[Name]; readonly version: string | undefined },
): void {
  const path = pathOf(plane)
  const { matrix, contract, rotation }: Partial<Results> = existsSync(path) ? read(path) : {}
  const { name, evidence } = plane
  const target = typeof plane.target === 'string' ? plane.target : plane.target.name
  const version = found.version === undefined ? {} : { version: found.version }
  const results = { name, target, evidence, ...version, ...{ matrix, contract, rotation }, [part]: found.value }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`)
}

function read(path: string): Results {
  // Sound: `writePart` has written it.
  return JSON.parse(readFileSync(path, 'utf8')) as Results
}

function pathOf({ name }: DataPlane): string {
  return `${FOLDER}${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`
}
