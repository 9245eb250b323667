import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { Exemption } from '../../src/origin/index.ts'
import { createVerifier, type VerifierEvent, type VerifierOptions } from '../../src/origin/index.ts'
import type { SidecarEvent } from '../../src/verifier/sidecar/event.ts'
import { createSidecar, type SidecarOptions } from '../../src/verifier/sidecar/sidecar.ts'
import { AUDIENCE, fillIn, ISSUER, keys, NOW } from '../origin/assertions.ts'
import { listen } from '../origin/raw-http.ts'

/** An address that no application may ever get to see. */
export const FORGED = '203.0.113.66'

export type SidecarVector = {
  readonly name: string
  readonly send: readonly string[]
  readonly body?: string
  readonly answers: readonly (number | string)[]
  readonly sees?: readonly Readonly<Record<string, string | null>>[]
  readonly target?: string
  readonly bodySeen?: string
  /** Whether the connection ends with the answer. */
  readonly closes?: boolean
  /** A line, and how often it is sent between the first lines and the last one. */
  readonly filler?: readonly [line: string, times: number]
  /** Which applications can be asked this; all by default. */
  readonly apps?: readonly string[]
}

type VectorFile = { readonly exempt: readonly Exemption[]; readonly cases: readonly SidecarVector[] }

const url = new URL('../vectors/sidecar-requests.json', import.meta.url)
// Sound: the file in the repository is written by hand in this shape.
const file = JSON.parse(readFileSync(url, 'utf8')) as VectorFile

export const vectors = file.cases

/** The bytes of a vector's requests. */
export function writeVector({ send, body = '', filler }: SidecarVector): string {
  const [line, times] = filler ?? ['', 0]
  const lines = [...send.slice(0, -1), ...Array.from({ length: times }, () => line), ...send.slice(-1)]
  const text = [...lines, '', body].join('\r\n')
  return fillIn(text.replaceAll('{forged}', FORGED))
}

type Setup = Partial<SidecarOptions> & Partial<Pick<VerifierOptions, 'mode' | 'sources'>>

/** Puts a sidecar in front of an application until the test is over, and gathers what it reports. */
export async function startSidecar(upstream: string, setup: Setup = {}) {
  const { sidecar, events, verdicts } = buildSidecar(upstream, setup)
  return { port: await listen(sidecar), sidecar, events, verdicts }
}

export function buildSidecar(upstream: string, { mode = 'enforce', sources, ...limits }: Setup = {}) {
  const events: SidecarEvent[] = []
  const verdicts: VerifierEvent[] = []
  const names = { issuer: ISSUER, audience: AUDIENCE, keys, exempt: file.exempt }
  const proof = sources === undefined ? {} : { sources }
  const settings = { ...names, ...proof, mode, bind: 'none', now: () => NOW } as const
  const verifier = createVerifier({ ...settings, report: (event) => verdicts.push(event) })
  const sidecar = createSidecar({ verifier, upstream, report: (event) => events.push(event), ...limits })
  onTestFinished(() => sidecar.closeAllConnections())
  return { sidecar, events, verdicts }
}
