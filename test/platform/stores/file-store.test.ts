import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openFileStore } from '../../../src/platform/stores/file-store.ts'
import { FILES, folderWith, loadFolder } from './store-folder.ts'

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

describe('a folder', () => {
  test('holds settings, key set, keys and secrets, and nothing else', async () => {
    const folder = folderWith({ ...FILES, 'README.md': 'x', 'keys/.a.new': 'x', 'other/file': 'x', 'keys.json': 'x' })
    expect(await loadFolder(folder)).toEqual(FILES)
  })

  test('that is empty holds nothing, so that a rotation can begin there', async () => {
    expect(await loadFolder(folderWith({}))).toEqual({})
  })
})

describe('a folder is refused', () => {
  test('that is not there', async () => {
    await expect(loadFolder('/nowhere/ipseal')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('with settings that are no plain file', async () => {
    await expect(loadFolder(folderWith({ 'settings/a': '' }))).rejects.toMatchObject({ code: 'REFUSED' })
  })

  test('with a key that is a pipe, which nobody may ever write to', async () => {
    const folder = folderWith(FILES)
    rmSync(join(folder, 'keys/a'))
    execFileSync('mkfifo', ['-m', '600', join(folder, 'keys/a')])
    await expect(loadFolder(folder)).rejects.toMatchObject({ code: 'REFUSED', path: join(folder, 'keys/a') })
  })

  test('with a file that is far too large', async () => {
    const folder = folderWith({ settings: 'x'.repeat(1024 * 1024 + 1) })
    await expect(loadFolder(folder)).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  test.each([
    { name: 'keys/a', mode: 0o640 },
    { name: 'keys/a', mode: 0o604 },
    { name: 'secrets/cf-proof', mode: 0o644 },
    { name: 'secrets/cf-proof', mode: 0o620 },
  ])('with $name that others may read or write', async ({ name, mode }) => {
    const folder = folderWith(FILES)
    chmodSync(join(folder, name), mode)
    await expect(loadFolder(folder)).rejects.toMatchObject({ code: 'OPEN_TO_OTHERS', path: join(folder, name) })
  })

  test('with nothing of a key in the words of the refusal', async () => {
    const folder = folderWith(FILES)
    chmodSync(join(folder, 'keys/a'), 0o666)
    await expect(loadFolder(folder)).rejects.not.toThrow('private')
  })
})

describe('a key of another owner, as in a mount with an fsGroup', () => {
  const isRoot = process.getuid?.() === 0

  test.skipIf(!isRoot).each([
    { name: 'may be read by its group', mode: 0o440, want: 'private' },
    { name: 'may not be written to by its group', mode: 0o460, want: 'OPEN_TO_OTHERS' },
    { name: 'may not be read by others', mode: 0o444, want: 'OPEN_TO_OTHERS' },
  ])('$name', async ({ mode, want }) => {
    const folder = folderWith(FILES)
    chmodSync(join(folder, 'keys/a'), mode)
    chownSync(join(folder, 'keys/a'), 65534, 65534)
    const text = await loadFolder(folder).then((files) => files['keys/a'], String)
    expect(text).toContain(want)
  })
})

test('settings and the key set may be read by all, and a key by its owner alone', async () => {
  const folder = folderWith(FILES)
  chmodSync(join(folder, 'settings'), 0o644)
  chmodSync(join(folder, 'jwks'), 0o644)
  chmodSync(join(folder, 'keys/a'), 0o400)
  expect(await loadFolder(folder)).toEqual(FILES)
})

describe('a folder that is written to', () => {
  test('gets a private file for a key, and one that others may read for the public half', async () => {
    const folder = folderWith({})
    const store = openFileStore(folder)
    expect(await store.create('keys/a', 'private')).toBe(true)
    await store.replace('jwks', '{}', undefined)
    expect([modeOf(join(folder, 'keys')), modeOf(join(folder, 'keys/a')), modeOf(join(folder, 'jwks'))]).toEqual([
      '700',
      '600',
      '644',
    ])
    expect(await loadFolder(folder)).toEqual({ 'keys/a': 'private', jwks: '{}' })
  })

  test('keeps what is there under the name of a new key', async () => {
    const folder = folderWith(FILES)
    expect(await openFileStore(folder).create('keys/a', 'another')).toBe(false)
    expect(await loadFolder(folder)).toEqual(FILES)
  })

  test.each([
    { name: 'another text', expected: 'else', held: FILES.jwks },
    { name: 'nothing', expected: undefined, held: FILES.jwks },
    { name: 'something', expected: 'else', held: undefined },
  ])('keeps what is there when $name was expected', async ({ expected, held }) => {
    const folder = folderWith(held === undefined ? {} : { jwks: held })
    await expect(openFileStore(folder).replace('jwks', 'new', expected)).rejects.toMatchObject({
      code: 'CHANGED_MEANWHILE',
    })
    expect((await loadFolder(folder)).jwks).toBe(held)
  })

  test('lets one of two who write at the same time win, and tells the other', async () => {
    const folder = folderWith({ jwks: 'old' })
    const writers = ['a', 'b', 'c', 'd'].map((text) => openFileStore(folder).replace('jwks', text, 'old'))
    const outcomes = await Promise.allSettled(writers)
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
    expect(codes).toEqual(Array(3).fill(expect.stringContaining('CHANGED_MEANWHILE')))
    expect((await loadFolder(folder)).jwks).toBe('abcd'[outcomes.findIndex(({ status }) => status === 'fulfilled')])
  })

  test('leaves nothing beside it, whether it was written or not', async () => {
    const folder = folderWith({ jwks: 'old' })
    const store = openFileStore(folder)
    await store.replace('jwks', 'new', 'old')
    await store.replace('jwks', 'newer', 'old').catch(() => undefined)
    await store.create('keys/a', 'x')
    await store.create('keys/a', 'y')
    expect([readdirSync(folder), readdirSync(join(folder, 'keys'))]).toEqual([['jwks', 'keys'], ['a']])
  })

  test('waits for nobody who ended in the middle of writing a minute ago', async () => {
    const folder = folderWith({ jwks: 'old', '.jwks.new': 'half' })
    const store = openFileStore(folder)
    await expect(store.replace('jwks', 'new', 'old')).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
    const longAgo = Date.now() / 1000 - 61
    utimesSync(join(folder, '.jwks.new'), longAgo, longAgo)
    await store.replace('jwks', 'new', 'old')
    expect(readFileSync(join(folder, 'jwks'), 'utf8')).toBe('new')
  })

  test('is written by one alone, also when several find what another left behind', async () => {
    for (let round = 0; round < 40; round++) {
      const folder = folderWith({ jwks: 'old', '.jwks.new': 'half' })
      const longAgo = Date.now() / 1000 - 61
      utimesSync(join(folder, '.jwks.new'), longAgo, longAgo)
      const writing = ['a', 'b', 'c', 'd'].map(async (text) => {
        await openFileStore(folder).replace('jwks', text, 'old')
        return text
      })
      const outcomes = await Promise.allSettled(writing)
      const written = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
      const refused = outcomes.filter(({ status }) => status === 'rejected')
      expect(written).toEqual([readFileSync(join(folder, 'jwks'), 'utf8')])
      const lost = { status: 'rejected', reason: expect.objectContaining({ code: 'CHANGED_MEANWHILE' }) }
      expect(refused).toEqual([lost, lost, lost])
    }
  })

  test('forgets a key that is removed, also when it is not there', async () => {
    const folder = folderWith(FILES)
    const store = openFileStore(folder)
    await store.remove('keys/a')
    await store.remove('keys/a')
    expect(existsSync(join(folder, 'keys/a'))).toBe(false)
  })

  test.each(['', '../jwks', 'keys/../jwks', 'keys/a/b', 'keys/', 'keys/.a', 'secrets', 'JWKS', '/jwks', 'keys/a\0'])(
    'takes no name such as "%s"',
    async (name) => {
      const store = openFileStore(folderWith({}))
      await expect(store.create(name, '')).rejects.toMatchObject({ code: 'BAD_NAME' })
      await expect(store.replace(name, '', undefined)).rejects.toMatchObject({ code: 'BAD_NAME' })
      await expect(store.remove(name)).rejects.toMatchObject({ code: 'BAD_NAME' })
    },
  )

  test('says that it may not be written to', async () => {
    // Nothing keeps root from writing but a file system that takes no files.
    const folder = process.getuid?.() === 0 ? '/sys' : folderWith({})
    if (folder !== '/sys') chmodSync(folder, 0o500)
    await expect(openFileStore(folder).replace('jwks', '', undefined)).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
  })
})
