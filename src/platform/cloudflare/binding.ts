import { EdgeError } from '../../edge/edge-error.ts'
import { faultText } from '../../fault/fault-text.ts'

/** The text in a binding of a Worker: a variable, a JSON variable, a secret, or one of the Secrets Store. */
export async function readBinding(name: string, binding: unknown): Promise<string | undefined> {
  if (typeof binding === 'string' || binding === undefined) return binding
  if (!isStoredSecret(binding)) return JSON.stringify(binding)
  try {
    return await binding.get()
  } catch (cause) {
    const nextStep = 'See that the secret exists there under the name that wrangler.toml gives'
    const said = faultText('the Secrets Store must hold it', nextStep)
    throw new EdgeError({ code: 'STORE_FAILED', path: name, ...said }, cause)
  }
}

function isStoredSecret(binding: unknown): binding is { readonly get: () => Promise<string> } {
  return typeof binding === 'object' && binding !== null && 'get' in binding && typeof binding.get === 'function'
}
