import { configJsonSchema, handoverJsonSchema, verifierJsonSchema } from '../../config/json-schema.ts'
import { topologyJsonSchema } from '../../topology/json-schema.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData } from '../output.ts'

const SCHEMAS = {
  config: configJsonSchema,
  verifier: verifierJsonSchema,
  topology: topologyJsonSchema,
  wrangler: handoverJsonSchema,
}

/** A document that has a schema. */
export type DocumentName = keyof typeof SCHEMAS

/** Prints the JSON Schema of a document, laid out for people: editors read it just as well. */
export async function runSchema(document: DocumentName): Promise<ExitCode> {
  await writeData(`${JSON.stringify(SCHEMAS[document](), undefined, 2)}\n`)
  return EXIT.yes
}
