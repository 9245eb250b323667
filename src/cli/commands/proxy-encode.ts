import { encodeProxyHeader } from '../../proxy-protocol/encode.ts'
import { printHex } from '../../proxy-protocol/hex.ts'
import { parseProxyHeader } from '../../proxy-protocol/parse-header.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson } from '../output.ts'
import { readJson } from '../read-input.ts'

export type ProxyEncodeOptions = { readonly raw?: true; readonly json?: true }

/** Prints the bytes of the header that standard input describes as `proxy decode` does. */
export async function runProxyEncode(options: ProxyEncodeOptions): Promise<ExitCode> {
  const bytes = encodeProxyHeader(parseProxyHeader(await readJson('-')))
  const hex = printHex(bytes, 0, bytes.length)
  if (options.raw) await writeData(bytes)
  else if (options.json) await writeJson({ ok: true, hex, length: bytes.length })
  else await writeData(`${hex}\n`)
  return EXIT.yes
}
