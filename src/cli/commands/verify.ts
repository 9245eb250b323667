import { importKeySet } from '../../assertion/key-set.ts'
import { verifyAssertion } from '../../assertion/verify-assertion.ts'
import { adviseOn, describeRejection } from '../describe-rejection.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson, writeTalk } from '../output.ts'
import { readBytes } from '../read-input.ts'
import { readKeyFile } from '../read-key.ts'
import { readNow } from '../read-number.ts'

export type VerifyOptions = {
  readonly jwks: string
  readonly iss: string
  readonly aud: string
  readonly now?: string
  readonly json?: true
}

/** Says whether the assertion on standard input holds, one line for each line of the header. */
export async function runVerify(options: VerifyOptions): Promise<ExitCode> {
  const now = readNow(options.now)
  const keys = await readKeyFile(options.jwks, importKeySet)
  const lines = splitLines((await readBytes('-')).toString('utf8'))
  const expected = { keys, issuer: options.iss, audience: options.aud, bind: 'none' } as const
  const verdict = await verifyAssertion(lines, expected, now)
  if (options.json) {
    await writeJson(verdict.ok ? { ok: true, ...verdict.client } : { ok: false, ...verdict.rejection })
  }
  if (!verdict.ok) {
    if (!options.json) await writeData(`rejected: ${describeRejection(verdict.rejection)}\n`)
    writeTalk(`hint: ${adviseOn(verdict.rejection.reason)}`)
    return EXIT.no
  }
  const { ip, via = 'unknown', keyId, expiresAtSeconds } = verdict.client
  if (!options.json) await writeData(`${ip}\n`)
  writeTalk(`verified: via ${via}, key ${keyId}, expires in ${expiresAtSeconds - now} s`)
  return EXIT.yes
}

function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
