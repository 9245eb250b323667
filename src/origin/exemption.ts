import { pathOf } from '../assertion/bindable-path.ts'
import { describeValue } from '../fault/escape-text.ts'
import { OriginError } from './origin-error.ts'

/**
 * One route that is served without an assertion, such as a health check.
 *
 * Both are compared as they are: the method in its case, the path byte by byte up to the first `?`. No prefix, no
 * pattern, no decoding, no merged slashes, so that nothing that merely resembles the route gets in with it.
 */
export type Exemption = { readonly method: string; readonly path: string }

const METHOD = /^[A-Z][A-Z0-9_-]{0,31}$/

/** A path as it stands in a request target. An asterisk is left out: whoever writes one means a pattern. */
const PATH = /^\/[^\s?#*\\]*$/

export function findExemption(
  exempt: readonly Exemption[],
  request: { readonly method: string; readonly target: string },
): Exemption | undefined {
  if (exempt.length === 0) return undefined
  const path = pathOf(request.target)
  return exempt.find((exemption) => exemption.method === request.method && exemption.path === path)
}

export function checkExemptions(exempt: readonly Exemption[]): void {
  for (const [index, { method, path }] of exempt.entries()) {
    checkPart(METHOD, method, {
      path: `exempt[${index}].method`,
      rule: 'an exemption has one exact method in upper case',
    })
    checkPart(PATH, path, {
      path: `exempt[${index}].path`,
      rule: 'an exemption has one exact path, without ? # * or \\',
    })
  }
}

function checkPart(form: RegExp, part: string, fault: { readonly path: string; readonly rule: string }): void {
  if (form.test(part)) return
  throw new OriginError({
    ...fault,
    code: 'BAD_EXEMPTION',
    received: describeValue(part),
    nextStep: 'Write one entry for each route, such as {"method":"GET","path":"/health"}',
  })
}
