import { adviseName } from '../../config/suggest-name.ts'
import { describeValue } from '../../fault/escape-text.ts'
import { isListName } from '../../ranges/list-name.ts'
import { isProviderName, PROVIDER_NAMES } from '../../ranges/provider.ts'
import { UsageError } from '../errors.ts'

/** Returns the name of a provider's list or of a private one. Throws a UsageError for any other text. */
export function requireListName(text: string): string {
  if (isProviderName(text) || isListName(text)) return text
  const advice = text.startsWith('list:')
    ? 'After list: there are a-z, 0-9 and "-", 64 at most, and "-" at neither end'
    : `${adviseName(text, PROVIDER_NAMES)} A private list is list:<name>`
  throw new UsageError(`there is no list ${describeValue(text)}. ${advice}`)
}

/** The lists that were asked for, each once; all providers' where none was. */
export function requireListNames(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? PROVIDER_NAMES : [...new Set(texts.map(requireListName))]
}
