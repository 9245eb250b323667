import { describeValue } from '../../fault/escape-text.ts'
import { canNameList } from '../../ranges/list-name.ts'
import { StoreError } from '../stores/store-error.ts'

/**
 * The name under which the list of a provider lies in every store but KV: its own, and `list.partners` for
 * `list:partners`, since keys of a ConfigMap and parameters of SSM take no colon. Names have no dot, so that no two
 * become one. Throws StoreError BAD_NAME.
 */
export function storedName(provider: string): string {
  checkProvider(provider)
  return provider.replace(':', '.')
}

/** Throws StoreError BAD_NAME for what is no name of a list: it becomes a part of paths. */
export function checkProvider(provider: string): void {
  if (canNameList(provider)) return
  const rule = 'must be a provider, or list: and the name of a private list'
  const nextStep = 'Give the list a name of a-z, 0-9 and "-", 64 at most, and "-" at neither end'
  throw new StoreError({ code: 'BAD_NAME', path: 'provider', rule, received: describeValue(provider), nextStep })
}
