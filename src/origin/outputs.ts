import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import { describeValue } from '../fault/escape-text.ts'
import type { HeaderLine } from '../headers/header-line.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../headers/own-names.ts'
import { OriginError } from './origin-error.ts'

/** A header that the application reads, and which fact about the verified client it holds. */
export type Output = {
  readonly header: string
  /** `via` is how the edge learned the address; the header stays absent where the edge did not say. */
  readonly value: 'ip' | 'via'
}

export const DEFAULT_OUTPUTS: readonly Output[] = [{ header: 'X-Client-IP', value: 'ip' }]

/** RFC 9110 section 5.1, with nothing that folds into another name. */
const PLAIN_NAME = /^[A-Za-z0-9-]{1,64}$/

/** Headers that frame or route the message: whoever sets one changes which request this is. */
const FRAMING = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Returns the predicate for header names that no client may speak through: ours, the outputs, and all their aliases. */
export function removalOf(outputs: readonly Output[]): (name: string) => boolean {
  const names = new Set([ASSERTION_HEADER, CLIENT_IP_HEADER, ...outputs.map(({ header }) => foldHeaderName(header))])
  return (name) => names.has(foldHeaderName(name))
}

/** Writes the outputs for a client whose assertion has been verified. */
export function linesFor(client: VerifiedClient, outputs: readonly Output[]): readonly HeaderLine[] {
  return outputs.flatMap(({ header, value }): HeaderLine[] => {
    const text = client[value]
    return text === undefined ? [] : [[header, text]]
  })
}

export function checkOutputs(outputs: readonly Output[]): void {
  const seen = new Set([ASSERTION_HEADER])
  for (const [index, { header }] of outputs.entries()) {
    const name = foldHeaderName(header)
    if (!PLAIN_NAME.test(header) || FRAMING.has(name) || seen.has(name)) {
      throw new OriginError({
        code: 'BAD_OUTPUT',
        path: `outputs[${index}].header`,
        rule: 'an output is a header of its own, of letters, digits and hyphens, that frames no message',
        received: describeValue(header),
        nextStep: 'Name a header that nothing else sets, such as X-Client-IP or X-Real-IP',
      })
    }
    seen.add(name)
  }
}
