import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { importKeySet } from '../../../src/assertion/key-set.ts'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { originAt, settingsWith } from '../../edge/edge-under-test.ts'
import { chooseClient } from './choose-client.ts'
import { type RunningFunction, startFunction, zipOf } from './start-function.ts'
import type { VerifyingOrigin } from './verifying-origin.ts'

const { client, missing: reason } = await chooseClient('lambda')

/** Why it is not AWS's client; undefined if it is. */
export const missing = reason

const zip = await zipOf('lambda.zip')
const jwk = await generateSigningJwk('live', 'ES256')
const published = publicJwks([jwk])

export const keys = await importKeySet(published)

export type LambdaOptions = {
  readonly handler?: string
  readonly changes?: Partial<Settings>
  /** Over those that it needs. */
  readonly variables?: Readonly<Record<string, string>>
}

/** Starts lambda.zip in front of an origin, with all it needs in its environment. */
export async function startLambda(
  { url }: VerifyingOrigin,
  { handler = 'index.handler', changes = {}, variables = {} }: LambdaOptions,
): Promise<RunningFunction> {
  const settings = await stampSettings(settingsWith({ origins: [originAt(url)], ...changes }))
  const env = {
    IPSEAL_CONFIG: JSON.stringify(settings),
    IPSEAL_JWKS: JSON.stringify(published),
    IPSEAL_SIGNING_KEY: JSON.stringify(jwk),
    IPSEAL_SECRET_CDN: 'secret',
    ...variables,
  }
  return startFunction({ client, zip, env, handler })
}
