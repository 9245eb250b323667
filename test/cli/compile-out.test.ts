import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readOutputFolder } from '../../src/cli/output-folder.ts'
import { PATH_FILES } from './paths.ts'
import { makeFolder, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const APP = ['compile', '--topology', 'ipseal.topology.json', '--target', 'app', '--out', 'out']
const FILE = 'out/ipseal.verifier.json'

async function compiledFolder(edited?: (text: string) => string) {
  const cwd = makeFolder(PATH_FILES)
  const first = await runCli(APP, { cwd })
  const path = join(cwd, FILE)
  const text = readFileSync(path, 'utf8')
  if (edited !== undefined) writeFileSync(path, edited(text))
  return { cwd, path, first, text }
}

/** A line that somebody changed by hand. */
function byHand(text: string): string {
  return text.replace('"origin-prod"', '"origin-test"')
}

describe('ipseal compile --out', SPAWN_TIMEOUT, () => {
  test('writes the files below the folder, which need not be there, and says so on stderr', async () => {
    const { first, text } = await compiledFolder()
    expect(first).toEqual({ code: 0, stdout: '', stderr: expect.stringContaining('wrote ipseal.verifier.json\n') })
    expect(JSON.parse(text)).toEqual(expect.objectContaining({ audience: 'origin-prod' }))
  })

  test('takes files that are the same for done', async () => {
    const { cwd } = await compiledFolder()
    const { code, stderr } = await runCli(APP, { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('unchanged: ipseal.verifier.json\n') })
  })

  test('leaves a file alone that differs, exit 1, and shows what would change', async () => {
    const { cwd, path, text } = await compiledFolder(byHand)
    const { code, stdout, stderr } = await runCli(APP, { cwd })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('--overwrite replaces') })
    expect(stdout).toMatch(/^--- ipseal\.verifier\.json\n\+\+\+ ipseal\.verifier\.json\n@@ /)
    expect(stdout).toContain('-  "audience": "origin-test",\n+  "audience": "origin-prod",\n')
    expect(readFileSync(path, 'utf8')).toBe(byHand(text))
  })

  test('replaces it with --overwrite', async () => {
    const { cwd, path, text } = await compiledFolder(byHand)
    const { code, stderr } = await runCli([...APP, '--overwrite'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('replaced ipseal.verifier.json') })
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})

describe('ipseal compile --out --diff', SPAWN_TIMEOUT, () => {
  test('says by exit 0, and nothing on stdout, that the folder is in step', async () => {
    const { cwd } = await compiledFolder()
    const { code, stdout } = await runCli([...APP, '--diff'], { cwd })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  })

  test('counts a file that is missing, and writes none', async () => {
    const cwd = makeFolder(PATH_FILES)
    const { code, stdout } = await runCli([...APP, '--diff'], { cwd })
    expect({ code, isThere: existsSync(join(cwd, 'out')) }).toEqual({ code: 1, isThere: false })
    expect(stdout).toMatch(/^--- \/dev\/null\n\+\+\+ ipseal\.verifier\.json\n/)
  })

  test('tells a program which file is in which state', async () => {
    const { cwd } = await compiledFolder(byHand)
    const { code, stdout } = await runCli([...APP, '--diff', '--json'], { cwd })
    const file = { path: 'ipseal.verifier.json', state: 'changed', diff: expect.stringContaining('origin-test') }
    const answer = expect.objectContaining({ ok: false, reason: 'differs', target: 'app', files: [file] })
    expect({ code, answer: readObject(stdout) }).toEqual({ code: 1, answer })
  })
})

describe('a path below the folder of --out', () => {
  test.each(['../a', '/a', 'a/../../b', 'a\\b', './a', 'a//b', '.git/config', 'a/', '', 'a\u0000b'])(
    'may not be %j',
    async (path) => {
      await expect(readOutputFolder(makeFolder(), [{ path, text: '' }])).rejects.toMatchObject({ code: 'UNSAFE_PATH' })
    },
  )

  test('may not lead through a symbolic link, neither as a folder nor as the file', async () => {
    const folder = makeFolder()
    const outside = makeFolder({ file: 'outside' })
    symlinkSync(outside, join(folder, 'linked'))
    mkdirSync(join(folder, 'own'))
    symlinkSync(join(outside, 'file'), join(folder, 'own/file'))
    for (const path of ['linked/file', 'own/file']) {
      await expect(readOutputFolder(folder, [{ path, text: '' }])).rejects.toMatchObject({ code: 'UNSAFE_PATH' })
    }
  })

  test('may not be a folder', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'a'))
    await expect(readOutputFolder(folder, [{ path: 'a', text: '' }])).rejects.toMatchObject({ code: 'EISDIR' })
  })
})
