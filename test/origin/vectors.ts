import { readFileSync } from 'node:fs'
import {
  createVerifier,
  type Exemption,
  type Output,
  type Verifier,
  type VerifierEvent,
  type VerifierOptions,
} from '../../src/origin/index.ts'
import { AUDIENCE, fillIn, ISSUER, keys, NOW } from './assertions.ts'

export type SentRequest = {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** What the application behind a verifier saw of a request, or that it saw none. */
export type Seen =
  | { readonly action: 'refuse' }
  | { readonly action: 'pass'; readonly client: string | null; readonly headers: Readonly<Record<string, string>> }

export type Vector = {
  readonly name: string
  readonly mode: 'enforce' | 'observe'
  readonly bind: 'none' | 'host' | 'request'
  readonly outputs?: readonly Output[]
  readonly notIn?: readonly string[]
  readonly request: SentRequest
  readonly expect: Seen & { readonly event: string; readonly reason?: string; readonly discarded: readonly string[] }
}

type VectorFile = { readonly exempt: readonly Exemption[]; readonly cases: readonly Vector[] }

const url = new URL('../vectors/origin-verifier.json', import.meta.url)
// Sound: the file in the repository is written by hand in this shape.
const file = JSON.parse(readFileSync(url, 'utf8')) as VectorFile

export const vectors: readonly Vector[] = file.cases.map((vector) => ({
  ...vector,
  request: { ...vector.request, headers: vector.request.headers.map(([name, value]) => [name, fillIn(value)]) },
}))

type Setup = Partial<Pick<Vector, 'mode' | 'bind' | 'outputs'>> & Pick<VerifierOptions, 'sources'>

/** A verifier as the vectors want it, and everything that it reports. */
export function createReportingVerifier({ mode = 'enforce', bind = 'none', outputs, sources }: Setup = {}): {
  readonly verifier: Verifier
  readonly events: readonly VerifierEvent[]
} {
  const events: VerifierEvent[] = []
  const verifier = createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys,
    mode,
    bind,
    exempt: file.exempt,
    ...(outputs === undefined ? {} : { outputs }),
    ...(sources === undefined ? {} : { sources }),
    report: (event) => events.push(event),
    now: () => NOW,
  })
  return { verifier, events }
}

/** The header lines without Host, as the vectors write them. */
export function groupHeaders(lines: Iterable<readonly [name: string, value: string]>): Record<string, string> {
  const grouped: Record<string, string> = {}
  for (const [name, value] of lines) {
    const key = name.toLowerCase()
    if (key === 'host' || key.startsWith(':')) continue
    grouped[key] = key in grouped ? `${grouped[key]}, ${value}` : value
  }
  return grouped
}
