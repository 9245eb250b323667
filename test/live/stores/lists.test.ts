import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openFileListStore } from '../../../src/platform/list-stores/file-list-store.ts'
import type { ListStore } from '../../../src/refresh/list-store.ts'
import { makeBucket, makePath } from './moto-lists.ts'
import { useMoto } from './moto-stores.ts'

const moto = await useMoto()
const SECONDS = () => AbortSignal.timeout(50_000)

function makeFolder(): () => ListStore {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-lists-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return () => openFileListStore(folder)
}

/** As long as the longest list, signed; no chunk of it is another's. */
const long = (): string => randomBytes(15_000).toString('hex')

describe.each([
  { name: 'S3', make: () => makeBucket(moto), absent: moto.missing },
  { name: 'Parameter Store', make: () => Promise.resolve(makePath(moto)), absent: moto.missing },
  { name: 'a folder', make: () => Promise.resolve(makeFolder()), absent: undefined },
])('lists in $name', ({ make, absent }) => {
  test.skipIf(absent !== undefined)('are read as they were written, and the others are missing', async () => {
    const open = await make()
    const texts = new Map([
      ['cloudflare', '{"v":1}'],
      ['list:partners', 'ä.b.c'],
      ['bunny', long()],
    ])
    for (const [provider, text] of texts) await open().write(provider, text, SECONDS())
    expect(await open().read(['fastly', ...texts.keys()], SECONDS())).toEqual(texts)
  })

  test.skipIf(absent !== undefined)('are replaced, whatever their lengths are, as often as anyone likes', async () => {
    const store = (await make())()
    for (const text of ['one', long(), 'two', 'two', long()]) {
      await store.write('bunny', text, SECONDS())
      expect((await store.read(['bunny'], SECONDS())).get('bunny')).toBe(text)
    }
  })

  test.skipIf(absent !== undefined)('are not written over what another has written since', async () => {
    const open = await make()
    const [late, early] = [open(), open()]
    await late.read(['bunny'], SECONDS())
    await early.read(['bunny'], SECONDS())
    await early.write('bunny', 'early', SECONDS())
    await expect(late.write('bunny', 'late', SECONDS())).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
    await early.write('bunny', 'again', SECONDS())
    expect(await late.read(['bunny'], SECONDS())).toEqual(new Map([['bunny', 'again']]))
    await late.write('bunny', 'late', SECONDS())
    expect(await early.read(['bunny'], SECONDS())).toEqual(new Map([['bunny', 'late']]))
  })

  test.skipIf(absent !== undefined)('are never seen in part while they are replaced', async () => {
    const open = await make()
    const texts = [long(), long(), long()]
    await open().write('bunny', texts[0] ?? '', SECONDS())
    let isWriting = true
    const write = async (): Promise<void> => {
      for (const text of texts) await open().write('bunny', text, SECONDS())
      isWriting = false
    }
    const writing = write()
    while (isWriting) expect(texts).toContain((await open().read(['bunny'], SECONDS())).get('bunny'))
    await writing
  })
})
