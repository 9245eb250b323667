import { readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openFileStore } from '../../../src/platform/stores/file-store.ts'
import { FILES, type Files, folderWith, loadFolder, writeFiles } from './store-folder.ts'

describe('a mounted Secret of Kubernetes', () => {
  /** As kubelet's AtomicWriter lays it out. */
  function mount(files: Files): string {
    const folder = folderWith({})
    swap(folder, 'day-1', files)
    for (const entry of new Set(Object.keys(files).map((name) => name.split('/', 1)[0] ?? ''))) {
      symlinkSync(join('..data', entry), join(folder, entry))
    }
    return folder
  }

  function swap(folder: string, day: string, files: Files): void {
    writeFiles(join(folder, `..${day}`), files)
    symlinkSync(`..${day}`, join(folder, '..data_tmp'))
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'))
  }

  test('is read through its links', async () => {
    expect(await loadFolder(mount(FILES))).toEqual(FILES)
  })

  test('is read as it is after it was swapped, though the links in it are the old ones', async () => {
    const folder = mount(FILES)
    const next = { ...FILES, jwks: '{"keys":[1]}', 'keys/b': 'another' }
    swap(folder, 'day-2', next)
    rmSync(join(folder, '..day-1'), { recursive: true })
    expect(await loadFolder(folder)).toEqual(next)
  })

  test('is never read half of one day and half of another, however often it is swapped meanwhile', async () => {
    const days = [1, 2].map((day): Files => {
      const keys = Array.from({ length: 20 }, (_, i): [string, string] => [`keys/k${i}`, `day ${day}`])
      return { settings: `day ${day}`, jwks: `day ${day}`, ...Object.fromEntries(keys) }
    })
    const folder = mount(days[0] ?? {})
    const seen = new Set<string>()
    for (let i = 0; i < 60; i++) {
      const loading = loadFolder(folder)
      if (i % 4 === 0) {
        await new Promise((resolve) => setImmediate(resolve))
        swap(folder, `turn-${i}`, days[(i / 4) % 2] ?? {})
        for (const entry of readdirSync(folder)) {
          if (/^\.\.(day|turn)-/.test(entry) && entry !== `..turn-${i}`)
            rmSync(join(folder, entry), { recursive: true })
        }
      }
      const texts = Object.values(await loading)
      expect([texts.length, new Set(texts).size]).toEqual([22, 1])
      seen.add(texts[0] ?? '')
    }
    expect(seen.size).toBe(2)
  })

  test('cannot be written to', async () => {
    const store = openFileStore(mount(FILES))
    await expect(store.create('keys/b', 'x')).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
    await expect(store.replace('jwks', 'x', FILES.jwks)).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
    await expect(store.remove('keys/a')).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
  })
})
