import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
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

describe.skipIf(missing !== undefined)(`the container file${reason}`, () => {
  test('parses, and has no fault that a linter knows', async () => {
    expect(await lint([join(ROOT, 'infra/container/verifier.Dockerfile')])).toBe('')
  })

  test('would not, without its tag', async () => {
    expect(await lint(['-'], 'FROM node\n')).toContain('DL3006')
  })
})
