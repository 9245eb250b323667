import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openFileListStore } from '../../../src/platform/list-stores/file-list-store.ts'
import { folderWith } from '../stores/store-folder.ts'

const SECONDS = () => AbortSignal.timeout(5000)
const PROVIDERS = ['cloudflare', 'list:partners']

async function readIn(folder: string): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(await openFileListStore(folder).read(PROVIDERS, SECONDS()))
}

describe('a folder of lists', () => {
  test('has a file for each, readable by everyone, and is made with the first', async () => {
    const folder = join(folderWith({}), 'ranges')
    const store = openFileListStore(folder)
    await store.write('cloudflare', 'C', SECONDS())
    await store.write('list:partners', 'P', SECONDS())
    expect(readdirSync(folder).toSorted()).toEqual(['cloudflare', 'list.partners'])
    expect(statSync(join(folder, 'cloudflare')).mode & 0o133).toBe(0)
    expect(await readIn(folder)).toEqual({ cloudflare: 'C', 'list:partners': 'P' })
  })

  test('is not made where what is above it is missing, and cannot be read before', async () => {
    const store = openFileListStore(join(folderWith({}), 'missing/ranges'))
    await expect(store.write('cloudflare', 'C', SECONDS())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(store.read(['cloudflare'], SECONDS())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('that holds nothing yet gives nothing', async () => {
    expect(await readIn(folderWith({}))).toEqual({})
  })

  test.each([
    { name: 'a file', path: 'cloudflare', mode: 0o646 },
    { name: 'a folder', path: '.', mode: 0o757 },
    { name: 'a folder as /tmp is', path: '.', mode: 0o1777 },
  ])('that everybody may write to is neither read nor written: $name', async ({ path, mode }) => {
    const folder = folderWith({ cloudflare: 'C' })
    chmodSync(join(folder, path), mode)
    const told = { code: 'OPEN_TO_OTHERS', message: expect.stringContaining(mode.toString(8)) }
    await expect(openFileListStore(folder).read(['cloudflare'], SECONDS())).rejects.toMatchObject(told)
    await expect(openFileListStore(folder).write('cloudflare', 'new', SECONDS())).rejects.toMatchObject(told)
  })

  test('leaves no file beside a list that it did not write', async () => {
    const folder = folderWith({ cloudflare: 'C' })
    const store = openFileListStore(folder)
    await store.read(['cloudflare'], SECONDS())
    writeFileSync(join(folder, 'cloudflare'), 'theirs')
    await expect(store.write('cloudflare', 'ours', SECONDS())).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
    expect(readdirSync(folder)).toEqual(['cloudflare'])
    expect(await readIn(folder)).toEqual({ cloudflare: 'theirs' })
  })

  test('is asked for names of lists alone', async () => {
    const folder = folderWith({ secret: 'hush' })
    mkdirSync(join(folder, 'ranges'))
    const store = openFileListStore(join(folder, 'ranges'))
    await expect(store.read(['../secret'], SECONDS())).rejects.toMatchObject({ code: 'BAD_NAME' })
    await expect(store.write('../secret', 'x', SECONDS())).rejects.toMatchObject({ code: 'BAD_NAME' })
  })

  test('has no list where there is something else', async () => {
    const folder = folderWith({})
    mkdirSync(join(folder, 'cloudflare'))
    await expect(openFileListStore(folder).read(['cloudflare'], SECONDS())).rejects.toMatchObject({ code: 'REFUSED' })
  })

  test('is left alone once nobody waits any more', async () => {
    const folder = folderWith({ cloudflare: 'C' })
    const store = openFileListStore(folder)
    for (const work of [
      store.read(['cloudflare'], AbortSignal.abort()),
      store.write('fastly', 'F', AbortSignal.abort()),
    ]) {
      await expect(work).rejects.toMatchObject({ code: 'UNREACHABLE' })
    }
    expect(existsSync(join(folder, 'fastly'))).toBe(false)
  })
})

describe('a mounted ConfigMap', () => {
  /** As kubelet lays it out: everybody's folder, and in it links to one of root's. */
  function mount(files: Readonly<Record<string, string>>, day = '..2026_11_26', mode = 0o777): string {
    const folder = folderWith({})
    mkdirSync(join(folder, day))
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, day, name), text)
      symlinkSync(`..data/${name}`, join(folder, name))
    }
    symlinkSync(day, join(folder, '..data'))
    chmodSync(folder, mode)
    return folder
  }

  const asRoot = { skip: process.getuid?.() !== 0 }

  test("is read through its links, though its folder is everybody's", asRoot, async () => {
    expect(await readIn(mount({ cloudflare: 'C', 'list.partners': 'P' }))).toEqual({
      cloudflare: 'C',
      'list:partners': 'P',
    })
  })

  test("is read wherever its folder is nobody else's", async () => {
    expect(await readIn(mount({ cloudflare: 'C' }, 'day', 0o755))).toEqual({ cloudflare: 'C' })
  })

  test('cannot be written to', async () => {
    const store = openFileListStore(mount({ cloudflare: 'C' }))
    const told = { code: 'NOT_WRITABLE', nextStep: expect.stringContaining('config-map:namespace/name') }
    await expect(store.write('cloudflare', 'x', SECONDS())).rejects.toMatchObject(told)
  })

  test('is none if somebody else than root made it in a folder of everybody', asRoot, async () => {
    const folder = mount({ cloudflare: 'C' })
    chownSync(join(folder, '..2026_11_26'), 65534, 65534)
    await expect(readIn(folder)).rejects.toMatchObject({ code: 'OPEN_TO_OTHERS' })
  })

  test('is none if its link leads elsewhere', asRoot, async () => {
    const folder = folderWith({})
    symlinkSync(folderWith({ cloudflare: 'C' }), join(folder, '..data'))
    chmodSync(folder, 0o777)
    await expect(readIn(folder)).rejects.toMatchObject({ code: 'OPEN_TO_OTHERS' })
  })
})
