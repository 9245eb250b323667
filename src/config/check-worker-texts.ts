import { publicJwks } from '../assertion/public-jwks.ts'
import { describeValue } from '../fault/escape-text.ts'
import { FaultError } from '../fault/fault-error.ts'
import { parseJson } from '../fault/parse-json.ts'
import { readSettings } from '../settings/read-settings.ts'
import { secretNames } from '../settings/secret-names.ts'
import { secretVariable } from '../settings/secret-values.ts'
import type { Settings } from '../settings/settings.ts'
import type { ConfigFault } from './fault-list.ts'
import { isObject } from './parse-document.ts'

/** Keys of this project's wrangler.toml, whose private halves nobody has. */
const EXAMPLE_KEY = /^example-/

/**
 * What is wrong with a key set that a Worker serves to everybody: a private key, an example, or none.
 *
 * It is told without any of the text, which may be a private key.
 */
export function checkKeySetText(text: string): readonly ConfigFault[] {
  const nextStep = 'Print it with `ipseal keys jwks`, and give it to the module contract as jwks_json'
  const fault = (rule: string, next = nextStep): readonly ConfigFault[] => [
    { code: 'BAD_KEY', path: 'vars.IPSEAL_JWKS', rule, nextStep: next },
  ]
  const document = parseJson(text)
  const keys: readonly unknown[] = isObject(document) && Array.isArray(document.keys) ? document.keys : []
  if (keys.length === 0) return fault('must be a key set with a key')
  if (keys.some((key) => isObject(key) && ('d' in key || 'k' in key))) {
    const next = 'Treat that key as leaked: `ipseal keys rotate --revoke`'
    return fault('must hold public keys alone, and has a private one', next)
  }
  if (keys.some((key) => isObject(key) && EXAMPLE_KEY.test(String(key.kid)))) {
    return fault('must be yours, and has the example key of wrangler.toml')
  }
  try {
    publicJwks(keys)
    return []
  } catch (error) {
    return [faultOf('vars.IPSEAL_JWKS', error)]
  }
}

type Expected = { readonly issuer: string; readonly audience: string; readonly secrets: readonly string[] }

/** What is wrong with settings: unreadable, for other verifiers than the path has, or with a secret that is not there. */
export async function checkSettingsText(text: string, expected: Expected): Promise<readonly ConfigFault[]> {
  try {
    const settings = await readSettings(text, 'vars.IPSEAL_CONFIG')
    return [...strangerFaults(settings, expected), ...secretFaults(settings, expected)]
  } catch (error) {
    return [faultOf('vars.IPSEAL_CONFIG', error)]
  }
}

function strangerFaults(settings: Settings, expected: Expected): readonly ConfigFault[] {
  return (['issuer', 'audience'] as const)
    .filter((name) => settings[name] !== expected[name])
    .map((name) => ({
      code: 'CONTRADICTION',
      path: `vars.IPSEAL_CONFIG.${name}`,
      rule: `must be ${describeValue(expected[name])}, which the verifiers of this path expect`,
      received: describeValue(settings[name]),
      nextStep: 'Write what this prints there: ipseal compile --target settings',
    }))
}

function secretFaults(settings: Settings, { secrets }: Expected): readonly ConfigFault[] {
  return secretNames(settings)
    .map(secretVariable)
    .filter((name) => !secrets.includes(name))
    .map((name) => ({
      code: 'MISSING',
      path: `secrets.${name}`,
      rule: 'must be there, for the settings name it',
      nextStep: 'Add it to secrets.required of the file, and to secret_names of the module cloudflare-edge',
    }))
}

function faultOf(path: string, error: unknown): ConfigFault {
  if (!(error instanceof FaultError)) throw error
  const { rule = 'cannot be used', nextStep = 'See docs/configuration.md' } = error
  return { code: 'BAD_KEY', path, rule, nextStep }
}
