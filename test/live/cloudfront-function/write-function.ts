import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCloudFrontFunction } from '../../../tools/build-functions/cloudfront-function.ts'
import { ROOT } from '../../cli/run-cli.ts'

/** The one thing that is played: the store, which answers as the run that is under way wants it to. */
const STORE = `export default {
  kvs() {
    return {
      get(name) {
        const store = globalThis.store;
        if (name !== 'ipseal' || store.throws !== undefined) return Promise.reject(new Error(store.throws));
        return Promise.resolve(store.text === undefined ? store.raw : store.text);
      },
    };
  },
};
`

/** A folder with the built file, which njs can only import if it exports something, beside the store and `files`. */
export async function writeFunction(files: (folder: string) => Readonly<Record<string, string>>) {
  const { code } = await buildCloudFrontFunction(ROOT)
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-njs-'))
  const all = { 'function.js': `${code}export default { handler };\n`, cloudfront: STORE, ...files(folder) }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
