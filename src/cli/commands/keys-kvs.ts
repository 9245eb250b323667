import { KvsError, type KvsErrorCode } from '../../platform/kvs/error.ts'
import { makeKvsValue } from '../../platform/kvs/value.ts'
import { writeKvsValue } from '../../platform/kvs/write-value.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson, writeTalk } from '../output.ts'
import { readKeyFile } from '../read-key.ts'

export type KeysKvsOptions = {
  readonly store: string
  readonly key: string
  readonly iss: string
  readonly aud: string
  readonly name: string
  readonly endpoint?: string
  readonly json?: true
}

/** The options whose values these faults are about. */
const OPTIONS: ReadonlyMap<KvsErrorCode, string> = new Map([
  ['BAD_ISSUER', '--iss'],
  ['BAD_AUDIENCE', '--aud'],
  ['BAD_ARN', '--store'],
  ['BAD_KEY_NAME', '--name'],
  ['BAD_ENDPOINT', '--endpoint'],
])

/** Writes what a CloudFront Function seals by to its KeyValueStore, and prints the `kid` that it seals with from then on. */
export async function runKeysKvs(options: KeysKvsOptions): Promise<ExitCode> {
  const { store, key, iss, aud, name, endpoint, json } = options
  try {
    const { text, keyId } = await readKeyFile(key, (jwk) => makeKvsValue(jwk, { issuer: iss, audience: aud }))
    await writeKvsValue({ store, name, text, endpoint })
    if (json) await writeJson({ ok: true, store, name, keyId })
    else await writeData(`${keyId}\n`)
  } catch (error) {
    if (!(error instanceof KvsError)) throw error
    const option = OPTIONS.get(error.code)
    throw option === undefined ? error : new UsageError(`${option}: ${error.message}`)
  }
  writeTalk(
    'hint: edges seal with it within about half a minute; verifiers have to know it already, and the one before it until then',
  )
  return EXIT.yes
}
