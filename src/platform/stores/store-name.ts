import { describeValue } from '../../fault/escape-text.ts'
import { StoreError } from './store-error.ts'

/** `settings`, `jwks`, or one more name below `keys` or `secrets`: also a path of files and of SSM parameters. */
const NAME = /^(?:settings|jwks|(?:keys|secrets)\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,63})$/

export function isStoreName(name: string): boolean {
  return NAME.test(name)
}

/** Whether what is under this name is to be kept from everyone but the edge. */
export function isSecretName(name: string): boolean {
  return name.includes('/')
}

/** Throws StoreError BAD_NAME for a name that no store holds anything under. */
export function checkStoreName(name: string): void {
  if (isStoreName(name)) return
  const rule = 'must be settings, jwks, keys/<kid> or secrets/<name>'
  const nextStep = 'Give the key or the secret a name of letters, digits, ".", "_" and "-"'
  throw new StoreError({ code: 'BAD_NAME', path: 'name', rule, received: describeValue(name), nextStep })
}
