import { describeValue } from '../../fault/escape-text.ts'
import { CompileError } from '../compile-error.ts'

const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** Where a list's name goes, and how long it may be there. */
export type NamePlace = { readonly target: string; readonly what: string; readonly longest: number }

/**
 * The name of a list as a label of DNS, which is also a name in most languages of configuration: `list:shop` is
 * `list-shop`. Refused, not shortened, where it is too long: two lists must not share a name.
 */
export function labelOf(provider: string, { target, what, longest }: NamePlace): string {
  const label = provider.replace(/^list:/, 'list-')
  if (LABEL.test(label) && label.length <= longest) return label
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: `--as ${target}`,
    rule: `${what} has a-z, 0-9 and "-" alone, and ${longest} characters at most of the list's name`,
    received: describeValue(provider),
    nextStep: 'Give the list a shorter name, or print it without --as and write the file yourself',
  })
}

/** The same with underscores, for variables. */
export function identifierOf(provider: string, place: NamePlace): string {
  return labelOf(provider, place).replaceAll('-', '_')
}
