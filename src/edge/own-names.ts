import { CLAIM_NAMES } from '../headers/claim-names.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../headers/own-names.ts'
import type { ResolutionSettings, Settings } from '../settings/settings.ts'

/** Tells the origin under which host, and over which scheme, the edge was asked. Set by the edge, like the assertion. */
export const FORWARDED_HOST_HEADER = 'x-forwarded-host'
export const FORWARDED_PROTO_HEADER = 'x-forwarded-proto'

/** The names that no client can send past the edge: each stands for every spelling that folds to it. */
export type OwnNames = ReadonlySet<string>

/** Collects everything that only the edge may say to an origin, and every header that was for the edge alone. */
export function collectOwnNames(settings: Settings): OwnNames {
  const { shadow } = settings
  const outputs = [ASSERTION_HEADER, CLIENT_IP_HEADER, FORWARDED_HOST_HEADER, FORWARDED_PROTO_HEADER]
  const configured = [settings, ...(shadow === undefined ? [] : [shadow])].flatMap(configuredNames)
  return new Set([...outputs, ...configured, ...CLAIM_NAMES].map(foldHeaderName))
}

function configuredNames({ headers, trust }: ResolutionSettings): readonly string[] {
  const proofs = trust.flatMap(({ proof }) => proof?.header ?? [])
  return [...headers.map(({ name }) => name), ...proofs]
}
