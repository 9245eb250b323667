import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import type { Edge } from '../../../src/edge/edge.ts'
import { parseAddress } from '../../../src/net/address.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { AUDIENCE, settingsWith } from '../../edge/edge-under-test.ts'

/** Names of keys, and when they were published (Unix seconds). */
export type Published = Readonly<Record<string, number>>

const made = new Map<string, Promise<object>>()

/** A private key of this name, the same one each time. */
export async function keyNamed(keyId: string): Promise<object> {
  const key = made.get(keyId) ?? generateSigningJwk(keyId, 'ES256')
  made.set(keyId, key)
  return await key
}

export async function writeSettings(changes: Partial<Settings> = {}): Promise<string> {
  return JSON.stringify(await stampSettings(settingsWith(changes)))
}

/** The text of a stored key set. */
export async function writeKeySet(published: Published): Promise<string> {
  const keys = await Promise.all(
    Object.entries(published).map(async ([keyId, iat]) => {
      const [jwk] = publicJwks([await keyNamed(keyId)]).keys
      return { ...jwk, iat }
    }),
  )
  return JSON.stringify({ keys })
}

/** What a store holds that an edge can be made from. */
export async function writeContents(published: Published): Promise<Map<string, string>> {
  const contents = new Map([
    ['settings', await writeSettings()],
    ['jwks', await writeKeySet(published)],
  ])
  for (const keyId of Object.keys(published)) contents.set(`keys/${keyId}`, JSON.stringify(await keyNamed(keyId)))
  return contents
}

/** The `kid` that an edge seals with. */
export async function signingKeyOf(edge: Edge | undefined, now: number): Promise<unknown> {
  const ip = parseAddress('192.0.2.7')
  if (edge === undefined || ip === undefined) return undefined
  const token = await edge.sealer.seal({ ip, via: 'peer', audience: AUDIENCE }, now)
  const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  return typeof header === 'object' && header !== null && 'kid' in header ? header.kid : undefined
}
