import { readFileSync } from 'node:fs'
import { fillIn, VALID } from './assertions.ts'
import type { SentRequest } from './vectors.ts'

type Hostile = Pick<SentRequest, 'headers'> & { readonly name: string; readonly asserted: boolean }

// Sound: the file in the repository is written by hand in this shape.
const file = JSON.parse(readFileSync(new URL('../vectors/origin-hostile.json', import.meta.url), 'utf8')) as {
  readonly claim: string
  readonly requests: readonly Hostile[]
}

/** The address that the hostile requests claim. No application may see it. */
export const CLAIM = file.claim

/** Each hostile request as it is and behind a valid assertion, and whether a verifier believes it. */
export const sent = file.requests.flatMap(({ name, headers, asserted }) => {
  const lines = headers.map(([header, value]) => [header, fillIn(value)] as const)
  const assertion = ['X-Client-IP-Assertion', VALID] as const
  return [
    { name, lines, isVerified: false },
    { name: `${name}, behind an assertion`, lines: [assertion, ...lines], isVerified: asserted },
  ]
})
