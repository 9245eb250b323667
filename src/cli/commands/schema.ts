import { configJsonSchema } from '../../config/json-schema.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData } from '../output.ts'

/** Prints the JSON Schema of `ipseal.config.json`, laid out for people: editors read it just as well. */
export async function runSchema(): Promise<ExitCode> {
  await writeData(`${JSON.stringify(configJsonSchema(), undefined, 2)}\n`)
  return EXIT.yes
}
