import { adviseName } from '../../config/suggest-name.ts'
import { describeValue } from '../../fault/escape-text.ts'
import { isProviderName, PROVIDER_NAMES } from '../../ranges/provider.ts'
import { UsageError } from '../errors.ts'

/** As a record and every store have it: no dot and no slash, for it becomes a part of paths. */
const PRIVATE_LIST = /^list:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

/** Returns the name of a provider's list or of a private one. Throws a UsageError for any other text. */
export function requireListName(text: string): string {
  if (isProviderName(text) || PRIVATE_LIST.test(text)) return text
  const advice = text.startsWith('list:')
    ? 'After list: there are a-z, 0-9 and "-", 64 at most, and "-" at neither end'
    : `${adviseName(text, PROVIDER_NAMES)} A private list is list:<name>`
  throw new UsageError(`there is no list ${describeValue(text)}. ${advice}`)
}

/** The lists that were asked for, each once; all providers' where none was. */
export function requireListNames(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? PROVIDER_NAMES : [...new Set(texts.map(requireListName))]
}
