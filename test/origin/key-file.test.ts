import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type KeyFileOptions, readKeyFile } from '../../src/origin/node/index.ts'
import { NOW } from './assertions.ts'
import { first, gather, second, secret, textOf } from './key-server.ts'

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function start(path: string, options: KeyFileOptions = {}) {
  const { events, report } = gather()
  const source = readKeyFile(path, { report, ...options })
  const kidsAt = async (now: number, missing?: string) => {
    const keys = await source.keysAt(now, missing)
    return keys && [...keys.keys()]
  }
  return { kidsAt, events }
}

describe('keys from a file', () => {
  test('are read anew when it is replaced', async () => {
    const folder = makeFolder()
    const path = join(folder, 'jwks')
    writeFileSync(path, textOf(first))
    const { kidsAt } = start(path)
    expect(await kidsAt(NOW)).toEqual(['2026-11-a'])
    writeFileSync(join(folder, 'new'), textOf(second))
    renameSync(join(folder, 'new'), path)
    expect(await kidsAt(NOW + 20)).toEqual(['2026-11-b'])
  })

  test('are read anew when Kubernetes swaps the folder that the file is linked from', async () => {
    const mount = makeFolder()
    for (const [day, text] of [
      ['..2026_11_25', textOf(first)],
      ['..2026_11_26', textOf(first, second)],
    ] as const) {
      mkdirSync(join(mount, day))
      writeFileSync(join(mount, day, 'jwks'), text)
    }
    symlinkSync('..2026_11_25', join(mount, '..data'))
    symlinkSync('..data/jwks', join(mount, 'jwks'))
    const { kidsAt } = start(join(mount, 'jwks'))
    expect(await kidsAt(NOW)).toEqual(['2026-11-a'])
    symlinkSync('..2026_11_26', join(mount, '..data_tmp'))
    renameSync(join(mount, '..data_tmp'), join(mount, '..data'))
    rmSync(join(mount, '..2026_11_25'), { recursive: true })
    expect(await kidsAt(NOW + 2)).toEqual(['2026-11-a'])
    expect(await kidsAt(NOW + 2, '2026-11-b')).toEqual(['2026-11-a', '2026-11-b'])
  })

  test('may be a secret that edge and origin share', async () => {
    const path = join(makeFolder(), 'jwks')
    writeFileSync(path, JSON.stringify({ keys: [secret] }))
    expect(await start(path).kidsAt(NOW)).toEqual(['2026-11-s'])
  })

  test.each<{ name: string; spoil: (path: string) => void; fault: object }>([
    { name: 'gone', spoil: (path) => rmSync(path), fault: { reason: 'unreachable', error: { code: 'ENOENT' } } },
    {
      name: 'half written',
      spoil: (path) => writeFileSync(path, textOf(second).slice(0, 80)),
      fault: { reason: 'bad-key-set', error: { code: 'NOT_A_KEY_SET' } },
    },
    {
      name: 'without keys',
      spoil: (path) => writeFileSync(path, '{"keys":[]}'),
      fault: { reason: 'bad-key-set', error: { code: 'EMPTY_KEY_SET' } },
    },
    {
      name: 'too large',
      spoil: (path) => writeFileSync(path, textOf(second) + ' '.repeat(65_536)),
      fault: { reason: 'too-large', maxBytes: 65_536 },
    },
    {
      name: 'a folder',
      spoil: (path) => {
        rmSync(path)
        mkdirSync(path)
      },
      fault: { reason: 'not-a-file' },
    },
    {
      name: 'a pipe that nobody writes to',
      spoil: (path) => {
        rmSync(path)
        execFileSync('mkfifo', [path])
      },
      fault: { reason: 'not-a-file' },
    },
  ])('stay as they were while it is $name', async ({ spoil, fault }) => {
    const path = join(makeFolder(), 'jwks')
    writeFileSync(path, textOf(first))
    const { kidsAt, events } = start(path)
    await kidsAt(NOW)
    spoil(path)
    expect(await kidsAt(NOW + 30)).toEqual(['2026-11-a'])
    expect(events.slice(1)).toMatchObject([{ type: 'keys-not-loaded', fault, failures: 1, ageSeconds: 30 }])
    expect(await kidsAt(NOW + 3600)).toBeUndefined()
  })
})
