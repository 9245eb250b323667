import { type PublicJwks, publicJwks } from '../assertion/public-jwks.ts'
import { importSigningKey } from '../assertion/signing-key.ts'
import { faultText } from '../fault/fault-text.ts'
import { parseJson } from '../fault/parse-json.ts'
import { importPseudonymKey, type PseudonymKey } from '../net/pseudonym.ts'
import { buildPolicy, type PolicySources } from '../settings/build-policy.ts'
import { readSettings } from '../settings/read-settings.ts'
import { PSEUDONYM_SECRET, secretNames } from '../settings/secret-names.ts'
import { readSecretValues, secretVariable } from '../settings/secret-values.ts'
import type { Settings } from '../settings/settings.ts'
import { createEdge, type Edge } from './edge.ts'
import { EdgeError } from './edge-error.ts'

/** Where an edge finds what it needs: a variable's text by its name, from the environment, a store or a file. */
export type ReadVariable = (name: string) => Promise<string | undefined>

/** Reads the settings out of IPSEAL_CONFIG. Rejects as {@link startEdge} does. */
export async function readEdgeSettings(read: ReadVariable): Promise<Settings> {
  return readSettings(await readRequired(read, 'IPSEAL_CONFIG'))
}

/** What an edge needs besides its variables. */
export type EdgeSources = Omit<PolicySources, 'secretsOf'> & {
  /** Whether somebody refreshes the lists, and sees to it that no stale one is gone by where settings forbid that. */
  readonly areListsKept?: boolean
}

/**
 * Makes an edge out of the variables that every platform has under the same names: IPSEAL_CONFIG, IPSEAL_SIGNING_KEY,
 * IPSEAL_JWKS, and one IPSEAL_SECRET_… for each secret that the settings name.
 *
 * @throws EdgeError, SettingsError, KeyError, SealError or RangeError, naming the variable and the rule, never a secret.
 */
export async function startEdge(read: ReadVariable, sources: EdgeSources): Promise<Edge> {
  const settings = await readEdgeSettings(read)
  if (settings.ranges?.onStale === 'refuse' && !sources.areListsKept) throw missing('IPSEAL_RANGES')
  const signingKey = await importSigningKey(await readJson(read, 'IPSEAL_SIGNING_KEY'))
  const publicKeys = await readPublicKeys(read)
  const secrets = await readSecrets(read, settings)
  const withSecrets = { ...sources, secretsOf: (name: string) => secrets.get(name) ?? [] }
  return createEdge({
    settings,
    policy: buildPolicy(settings, withSecrets),
    shadowPolicy: settings.shadow && buildPolicy(settings.shadow, withSecrets),
    signingKey,
    publicKeys,
    pseudonymKey: await readPseudonymKey(secrets),
  })
}

async function readPublicKeys(read: ReadVariable): Promise<PublicJwks> {
  const set = await readJson(read, 'IPSEAL_JWKS')
  const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined
  if (Array.isArray(keys)) return publicJwks(keys)
  const said = faultText('must be a key set, {"keys":[…]}', 'Print one with: ipseal keys jwks <files>')
  throw new EdgeError({ code: 'NOT_JSON', path: 'IPSEAL_JWKS', ...said })
}

async function readSecrets(read: ReadVariable, settings: Settings): Promise<ReadonlyMap<string, readonly string[]>> {
  const readNamed = async (name: string): Promise<[string, readonly string[]]> => {
    const variable = secretVariable(name)
    return [name, readSecretValues((await read(variable)) ?? '', variable)]
  }
  return new Map(await Promise.all(secretNames(settings).map(readNamed)))
}

/** During a rotation the first of two secrets is the new one. */
function readPseudonymKey(secrets: ReadonlyMap<string, readonly string[]>): Promise<PseudonymKey> | undefined {
  const [secret] = secrets.get(PSEUDONYM_SECRET) ?? []
  return secret === undefined ? undefined : importPseudonymKey(new TextEncoder().encode(secret))
}

async function readJson(read: ReadVariable, name: string): Promise<unknown> {
  const value = parseJson(await readRequired(read, name))
  if (value !== undefined) return value
  const said = faultText('must be JSON', 'Set it again, to exactly what the ipseal command printed')
  throw new EdgeError({ code: 'NOT_JSON', path: name, ...said })
}

async function readRequired(read: ReadVariable, name: string): Promise<string> {
  const text = await read(name)
  if (text !== undefined && text !== '') return text
  throw missing(name)
}

function missing(name: string): EdgeError {
  const said = faultText('must be set', 'Set it; docs/configuration.md says how for each platform')
  return new EdgeError({ code: 'VARIABLE_MISSING', path: name, ...said })
}
