import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { DEPLOYABLES } from '../../../tools/build-functions/deployables.ts'
import { findHadolint } from './find-hadolint.ts'

const run = promisify(execFile)
const ROOT = resolve(import.meta.dirname, '../../..')
const hadolint = await findHadolint()
const missing = 'missing' in hadolint ? hadolint.missing : undefined
const reason = missing === undefined ? '' : ` (skipped: ${missing})`

/** What the linter says of a container file, from the strictest of its rules on. */
async function lint(args: readonly string[], text = ''): Promise<string> {
  if ('missing' in hadolint) throw new Error(hadolint.missing)
  const running = run(hadolint.path, ['--failure-threshold', 'style', ...args])
  running.child.stdin?.end(text)
  return await running.then(
    ({ stdout }) => stdout,
    (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : ''),
  )
}

const files = [
  { file: 'verifier.Dockerfile', program: 'dist/functions/verifier.mjs' },
  { file: 'refresh-ranges.Dockerfile', program: 'dist/functions/refresh-ranges.mjs' },
]

describe.each(files)('$file', ({ file, program }) => {
  const path = join(ROOT, 'infra/container', file)

  test.skipIf(missing !== undefined)(`parses, and has no fault that a linter knows${reason}`, async () => {
    expect(await lint([path])).toBe('')
  })

  test('takes one program of those that are built, and starts it', () => {
    const text = readFileSync(path, 'utf8')
    expect(DEPLOYABLES.map((deployable) => `dist/functions/${deployable.file}`)).toContain(program)
    expect(/^COPY .+? (dist\S+) LICENSE/m.exec(text)?.[1]).toBe(program)
    expect(/^ENTRYPOINT .*"([^"]+)"]$/m.exec(text)?.[1]).toBe(`/opt/ipseal/${basename(program)}`)
    expect(readFileSync(`${path}.dockerignore`, 'utf8')).toBe(`*\n!LICENSE\n!${program}\n`)
  })
})

describe.skipIf(missing !== undefined)(`a container file${reason}`, () => {
  test('would have a fault without its tag', async () => {
    expect(await lint(['-'], 'FROM node\n')).toContain('DL3006')
  })
})
