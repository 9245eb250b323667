import { unzipSync } from 'fflate'
import { afterEach, expect, test } from 'vitest'
import { zipFiles } from '../../tools/build-functions/zip-files.ts'

const zone = process.env.TZ
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const entry = { name: 'index.mjs', bytes: bytesOf('export const handler = 1\n') }
const chunk = { name: 'chunks/a.mjs', bytes: bytesOf('a'.repeat(1000)) }

afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

/** The members of a zip's directory (APPNOTE.TXT section 4.3.12). */
function directoryOf(zip: Uint8Array): readonly object[] {
  const bytes = Buffer.from(zip)
  const entries: object[] = []
  for (let at = bytes.indexOf('PK\x01\x02'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 1)) {
    const name = bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString()
    const mode = (bytes.readUInt32LE(at + 38) >>> 16).toString(8)
    entries.push({ name, madeOn: bytes[at + 5], mode, moment: bytes.readUInt32LE(at + 12) })
  }
  return entries
}

test('a zip holds its files, sorted, readable by everyone, of the first moment that a zip can tell', () => {
  const zip = zipFiles([entry, chunk])
  const unix = 3
  const midnightOf1980 = 0x0021_0000
  expect(directoryOf(zip)).toEqual([
    { name: 'chunks/a.mjs', madeOn: unix, mode: '100644', moment: midnightOf1980 },
    { name: 'index.mjs', madeOn: unix, mode: '100644', moment: midnightOf1980 },
  ])
  expect(unzipSync(zip)).toEqual({ 'index.mjs': entry.bytes, 'chunks/a.mjs': chunk.bytes })
})

test('the order in which files are given makes no difference', () => {
  expect(zipFiles([chunk, entry])).toEqual(zipFiles([entry, chunk]))
})

test.each(['UTC', 'America/Los_Angeles', 'Pacific/Auckland'])('a zip is the same in %s', (name) => {
  process.env.TZ = 'UTC'
  const zip = zipFiles([entry])
  process.env.TZ = name
  expect(new Date(0).getTimezoneOffset()).toBe({ UTC: 0, 'America/Los_Angeles': 480, 'Pacific/Auckland': -720 }[name])
  expect(zipFiles([entry])).toEqual(zip)
})
