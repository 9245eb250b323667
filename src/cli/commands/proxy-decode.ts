import { decodeProxyHeader } from '../../proxy-protocol/decode.ts'
import type { Decoded } from '../../proxy-protocol/decoded.ts'
import { answerLines, describeLongLine } from '../answer-lines.ts'
import { inputError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeJson, writeTalk } from '../output.ts'
import { parseHexText } from '../parse-hex-text.ts'
import { readBytes } from '../read-input.ts'

/** Prints the header that standard input begins with, in hex or as it is on the wire. */
export async function runProxyDecode(options: { readonly ndjson?: true }): Promise<ExitCode> {
  if (options.ndjson) {
    await answerLines(decodeLine)
    return EXIT.yes
  }
  const input = await readBytes('-')
  const decoded = decodeProxyHeader(readHex(input) ?? input)
  await writeJson(answerOf(decoded))
  return decoded.state === 'header' ? EXIT.yes : EXIT.no
}

/** The bytes of a hex dump; undefined for what is none, and hence the header itself: both versions begin with no digit. */
function readHex(input: Buffer): Uint8Array | undefined {
  const text = input.toString('latin1')
  if (!/^[0-9a-f\s]*$/i.test(text)) {
    if (!/^(?:PROXY|\r\n)/.test(text)) writeTalk('hint: this is no hex, so it was read as the bytes of a header')
    return undefined
  }
  const bytes = parseHexText(text)
  if (bytes !== undefined) return bytes
  const nextStep = 'Look whether the last digit is missing'
  throw inputError({ code: 'BAD_HEX', path: 'standard input', rule: 'hex has two digits for each byte', nextStep })
}

function decodeLine(line: string | undefined, number: number): object {
  const bytes = line === undefined ? undefined : parseHexText(line)
  if (bytes !== undefined) return answerOf(decodeProxyHeader(bytes))
  const detail = line === undefined ? describeLongLine() : 'a line is hex, two digits for each byte'
  return { refused: 'bad-input', detail, line: number }
}

function answerOf(decoded: Decoded): object {
  switch (decoded.state) {
    case 'header':
      return { ...decoded.header, length: decoded.length }
    case 'need-more':
      return { incomplete: true }
    case 'refused':
      return { refused: decoded.reason, offset: decoded.offset }
  }
}
