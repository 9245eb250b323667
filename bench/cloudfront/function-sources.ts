import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The least that a function can do that reads its store: what is compared with pays for that as well. */
const BASELINE = `import cf from 'cloudfront';
async function handler(event) {
  const value = await cf.kvs().get('ipseal');
  event.request.headers['x-client-ip-assertion'] = { value: value };
  return event.request;
}
export default { handler };
`

const STORE = `export default {
  kvs() {
    return { get() { return Promise.resolve(globalThis.stored); } };
  },
};
`

/** Runs one of the two again and again and prints the microseconds of a run. Both engines read it. */
const RUNNER = `import fs from 'fs';
import sealing from './function.js';
import baseline from './baseline.js';
const given = JSON.parse(fs.readFileSync('given.json', 'utf8'));
globalThis.stored = given.stored;
async function repeat(built, times) {
  for (let i = 0; i < times; i++) {
    const request = await built.handler(JSON.parse(given.event));
    if (request.headers['x-client-ip-assertion'] === undefined) throw new Error('not sealed');
  }
}
async function main() {
  const built = process.argv[2] === 'baseline' ? baseline : sealing;
  await repeat(built, given.warmUp);
  const before = Date.now();
  await repeat(built, given.runs);
  console.log(String(((Date.now() - before) * 1000) / given.runs));
}
main();
`

export type BenchGiven = {
  readonly event: string
  readonly stored: string
  readonly warmUp: number
  readonly runs: number
}

/** Writes what njs and Node need to run the built file, each in its own way to find the module `cloudfront`. */
export function writeBench(code: string, given: BenchGiven): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-bench-'))
  const files = {
    'function.js': `${code}export default { handler };\n`,
    'baseline.js': BASELINE,
    'runner.js': RUNNER,
    'given.json': JSON.stringify(given),
    cloudfront: STORE,
    'package.json': '{"type":"module"}',
    'node_modules/cloudfront/package.json': '{"type":"module","exports":"./store.js"}',
    'node_modules/cloudfront/store.js': STORE,
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
