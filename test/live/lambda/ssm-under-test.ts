import { generateSigningJwk } from '../../../src/assertion/generate-signing-jwk.ts'
import { type PublicJwks, publicJwks } from '../../../src/assertion/public-jwks.ts'
import { openSsmStore } from '../../../src/platform/stores/ssm-store.ts'
import type { WritableStore } from '../../../src/platform/stores/store.ts'
import { findMoto } from '../stores/find-moto.ts'
import { startMoto } from '../stores/start-moto.ts'
import { startTcpSwitch, type TcpSwitch } from '../stores/tcp-switch.ts'

const CREDENTIALS = { accessKeyId: 'testing', secretAccessKey: 'testing' }

const moto = await findMoto()

/** Why nothing here can run; undefined if it can. */
export const missing = 'missing' in moto ? moto.missing : undefined

export type LiveSsm = {
  /** Between functions and the store. */
  readonly line: TcpSwitch
  /** What a function finds the store by. */
  readonly env: Readonly<Record<string, string>>
  /** The same store, past the switch. */
  readonly open: (path: string) => WritableStore
  readonly stop: () => Promise<void>
}

export async function startSsm(): Promise<LiveSsm> {
  if ('missing' in moto) throw new Error(moto.missing)
  const server = await startMoto(moto.path)
  const line = await startTcpSwitch(server.port)
  const settings = { region: 'us-east-1', endpoint: `http://127.0.0.1:${server.port}`, credentials: CREDENTIALS }
  return {
    line,
    env: { AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${line.port}` },
    open: (path) => openSsmStore(path, settings),
    stop: async () => {
      await line.stop()
      await server.stop()
    },
  }
}

export type WrittenKeys = { readonly kid?: string; readonly secrets?: Readonly<Record<string, string>> }

/** Writes a signing key, the set that publishes it, and secrets; returns the set. */
export async function writeKeys(
  store: WritableStore,
  { kid = 'live', secrets = {} }: WrittenKeys,
): Promise<PublicJwks> {
  const jwk = await generateSigningJwk(kid, 'ES256')
  const published = publicJwks([jwk])
  await store.create('jwks', JSON.stringify(published))
  await store.create(`keys/${kid}`, JSON.stringify(jwk))
  for (const [name, text] of Object.entries(secrets)) await store.create(`secrets/${name}`, text)
  return published
}
