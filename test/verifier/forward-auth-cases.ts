import { readFileSync } from 'node:fs'
import type { VerifierDocument } from '../../src/config/verifier-schema.ts'
import { createVerifier } from '../../src/origin/index.ts'
import { DEFAULT_OUTPUTS } from '../../src/origin/outputs.ts'
import type { ForwardAuthOptions } from '../../src/verifier/forward-auth/forward-auth.ts'
import { AUDIENCE, fillIn, ISSUER, keys, NOW } from '../origin/assertions.ts'

export type ForwardAuthCase = {
  readonly name: string
  readonly settings: Pick<ForwardAuthOptions['settings'], 'dialect' | 'pathPrefix'>
  readonly document?: Partial<Pick<VerifierDocument, 'mode' | 'bind' | 'exempt' | 'outputs'>>
  readonly request: {
    readonly method?: string
    readonly target?: string
    readonly headers?: readonly (readonly [name: string, value: string])[]
  }
  readonly want: {
    readonly status: number
    readonly outputs: readonly string[]
    readonly removed?: readonly string[]
    readonly factsMissing?: true
  }
}

const url = new URL('../vectors/forward-auth.json', import.meta.url)
// Sound: the file in the repository is written by hand in this shape.
const file = JSON.parse(readFileSync(url, 'utf8')) as { readonly cases: readonly ForwardAuthCase[] }

export const cases: readonly ForwardAuthCase[] = file.cases.map((one) => ({
  ...one,
  request: { ...one.request, headers: (one.request.headers ?? []).map(([name, value]) => [name, fillIn(value)]) },
}))

/** What a case asks of the service, and whether it was told that nobody said the request. */
export function optionsOf({ settings, document = {} }: Pick<ForwardAuthCase, 'settings' | 'document'>) {
  const { mode = 'enforce', bind = 'none', exempt = [], outputs = [...DEFAULT_OUTPUTS] } = document
  const told = { factsMissing: false }
  const verifier = createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys,
    mode,
    bind,
    exempt,
    outputs,
    report: () => undefined,
    now: () => NOW,
  })
  const options: ForwardAuthOptions = {
    verifier,
    document: { mode, bind, exempt, outputs },
    settings: { port: 0, proxyProtocol: false, ...settings },
    onFactsMissing: () => {
      told.factsMissing = true
    },
  }
  return { options, told }
}
