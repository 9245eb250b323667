import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { importKeySet } from '../../src/assertion/key-set.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { importSigningKey } from '../../src/assertion/signing-key.ts'
import { createEdge, type EdgeOptions } from '../../src/edge/edge.ts'
import { createHandler, type Handler } from '../../src/edge/handler.ts'
import type { LogRecord } from '../../src/edge/log-record.ts'
import type { ReadFacts } from '../../src/edge/service.ts'
import { WEB_TRANSPORT } from '../../src/edge/web-transport.ts'
import { readRay } from '../../src/platform/cloudflare/request.ts'
import { buildPolicy } from '../../src/settings/build-policy.ts'
import type { OriginSettings, Settings } from '../../src/settings/settings.ts'
import { PLAIN_SETTINGS } from '../settings/plain-settings.ts'

export const NOW = 1_795_262_400
export const { issuer: ISSUER, audience: AUDIENCE } = PLAIN_SETTINGS
export const PEER = '198.51.100.7'

const jwk = await generateSigningJwk('test', 'ES256')

const signingKey = await importSigningKey(jwk)
export const publicKeys = publicJwks([jwk])
export const keys = await importKeySet(publicKeys)

export function settingsWith(changes: Partial<Settings> = {}): Settings {
  return { ...PLAIN_SETTINGS, ...changes }
}

export function originAt(url: string, changes: Partial<OriginSettings> = {}): OriginSettings {
  return { match: '*', url, audience: AUDIENCE, timeoutSeconds: 20, ...changes }
}

export function optionsFor(settings: Settings, secrets: Readonly<Record<string, string>> = {}): EdgeOptions {
  const sources = {
    rangesOf: () => undefined,
    secretsOf: (name: string) => (secrets[name] === undefined ? [] : [secrets[name]]),
  }
  const shadowPolicy = settings.shadow && buildPolicy(settings.shadow, sources)
  return { settings, policy: buildPolicy(settings, sources), shadowPolicy, signingKey, publicKeys, clock: () => NOW }
}

export type EdgeUnderTest = { readonly handle: Handler; readonly records: readonly LogRecord[] }

/** An edge whose peer is {@link PEER}, unless `readFacts` says otherwise; it keeps what it reports. */
export async function edgeUnderTest(
  options: EdgeOptions,
  readFacts: ReadFacts = (lines) => ({ peer: PEER, headers: lines }),
): Promise<EdgeUnderTest> {
  const records: LogRecord[] = []
  const report = (record: LogRecord): number => records.push(record)
  const edge = createEdge(options)
  return {
    handle: createHandler({ edge, readFacts, readRequestId: readRay, transport: WEB_TRANSPORT, report }),
    records,
  }
}
