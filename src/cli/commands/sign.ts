import { createSealer } from '../../assertion/create-sealer.ts'
import { importSigningKey } from '../../assertion/signing-key.ts'
import { describeValue } from '../../fault/escape-text.ts'
import { parseAddress } from '../../net/address.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson } from '../output.ts'
import { readKeyFile } from '../read-key.ts'
import { readNow, readWholeNumber } from '../read-number.ts'

export type SignOptions = {
  readonly key: string
  readonly iss: string
  readonly aud: string
  readonly ip: string
  readonly ttl: string
  readonly now?: string
  readonly via: string
  readonly json?: true
}

/** Prints one assertion. Whoever holds it is believed to be `--ip`, for as long as it lives. */
export async function runSign(options: SignOptions): Promise<ExitCode> {
  const ip = parseAddress(options.ip)
  if (ip === undefined)
    throw new UsageError(`--ip must be one address, without a port; got ${describeValue(options.ip)}`)
  const ttlSeconds = readWholeNumber(options.ttl, '--ttl')
  const now = readNow(options.now)
  const key = await readKeyFile(options.key, importSigningKey)
  const sealer = createSealer({ key, issuer: options.iss, ttlSeconds, bind: 'none', prefix: '' })
  const token = await sealer.seal({ ip, via: options.via, audience: options.aud }, now)
  if (options.json) await writeJson({ ok: true, token, keyId: key.keyId, expiresAtSeconds: now + ttlSeconds })
  else await writeData(`${token}\n`)
  return EXIT.yes
}
