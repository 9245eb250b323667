import crypto from 'node:crypto'
import { createContext, Script } from 'node:vm'
import { buildCloudFrontFunction } from '../../tools/build-functions/cloudfront-function.ts'
import { ROOT } from '../cli/run-cli.ts'
import type { Given } from './cases.ts'

/** What a run ended in: what was handed back to CloudFront, as JSON, and the lines of the log. */
export type Ran = { readonly answer: string; readonly log: readonly string[] }

const IMPORTS = 'import crypto from "crypto";\nimport cf from "cloudfront";\n'
const NOW_MILLISECONDS = 1795262400_750

/** The time at which every run takes place, in the seconds that a token counts. */
export const NOW = Math.floor(NOW_MILLISECONDS / 1000)

export const { code } = await buildCloudFrontFunction(ROOT)

const compiled = new Script(`${withoutImports(code)}\nDate.now = () => ${NOW_MILLISECONDS}; handler(JSON.parse(event))`)

/** Runs the built file in Node, in a world of its own that has the language and what the runtime adds to it. */
export async function runBuilt({ event, store }: Given): Promise<Ran> {
  const log: string[] = []
  const get = async (name: string): Promise<unknown> => {
    if (name !== 'ipseal') throw new Error(`no key of the name ${name}`)
    if ('throws' in store) throw new Error(store.throws)
    return 'text' in store ? store.text : store.raw
  }
  const world = {
    crypto,
    Buffer,
    event,
    cf: { kvs: () => ({ get }) },
    console: { log: (line: string) => log.push(line) },
  }
  const answer: unknown = await compiled.runInContext(createContext(world))
  return { answer: JSON.stringify(answer), log }
}

function withoutImports(text: string): string {
  if (text.split('import ').length !== 3 || !text.includes(IMPORTS))
    throw new Error('the imports are not the known ones')
  return text.replace(IMPORTS, '')
}
