import { readFile } from 'node:fs/promises'
import { ConfigError } from '../config/fault-list.ts'
import { type ReadVerifierDocument, readVerifierDocument } from '../config/verifier-document.ts'

const VARIABLE = 'IPSEAL_VERIFIER_CONFIG'

/**
 * Reads the document from what the variable holds: the document itself, or the path of a file with it.
 *
 * @throws ConfigError with all faults at once.
 */
export async function loadDocument(source: string | undefined): Promise<ReadVerifierDocument> {
  if (source === undefined || source === '') {
    const rule = 'must hold the document, or the path of a file with it'
    throw failed({ code: 'MISSING', rule, nextStep: 'Set it to /etc/ipseal/ipseal.verifier.json, or where yours is' })
  }
  return readVerifierDocument(source.trimStart().startsWith('{') ? source : await readDocument(source))
}

async function readDocument(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    const rule = `must name a file that can be read${why}`
    throw failed({ code: 'UNREADABLE', rule, nextStep: `Look at what ${VARIABLE} holds and at the file's rights` })
  }
}

function failed(fault: { code: 'MISSING' | 'UNREADABLE'; rule: string; nextStep: string }): ConfigError {
  return new ConfigError([{ ...fault, path: VARIABLE }])
}
