import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Given } from '../../cloudfront-function/cases.ts'
import type { Ran } from '../../cloudfront-function/run-built.ts'
import type { Program } from './find-njs.ts'
import { writeFunction } from './write-function.ts'

const run = promisify(execFile)
const MARK = 'that was all of one run'

/** Answers go into a file, for njs cuts what it prints at 2,048 characters. */
const RUNNER = `import fs from 'fs';
import built from 'function.js';
async function main() {
  const runs = JSON.parse(fs.readFileSync('runs.json', 'utf8'));
  const answers = [];
  for (let i = 0; i < runs.length; i++) {
    globalThis.store = runs[i].store;
    const answer = await built.handler(JSON.parse(runs[i].event));
    answers.push(JSON.stringify(answer));
    console.log('${MARK}');
  }
  fs.writeFileSync('answers.json', JSON.stringify(answers));
}
main();
`

/** Runs the built file in the njs interpreter, once for each of `givens`. */
export async function runInNjs({ path, env }: Program, givens: readonly Given[]): Promise<readonly Ran[]> {
  const { folder, remove } = await writeFunction(() => ({ 'runner.js': RUNNER, 'runs.json': JSON.stringify(givens) }))
  try {
    const { stdout } = await run(path, ['-p', `${folder}/`, '-t', 'module', 'runner.js'], { cwd: folder, env })
    // Sound: the runner wrote it.
    const answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as readonly string[]
    const logs = stdout.split(`${MARK}\n`).map((text) => text.split('\n').filter((line) => line !== ''))
    return answers.map((answer, i) => ({ answer, log: logs[i] ?? [] }))
  } finally {
    remove()
  }
}
