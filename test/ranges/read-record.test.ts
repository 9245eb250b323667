import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestPrefixes } from '../../src/ranges/digest-prefixes.ts'
import { BUNDLED_NAMES } from '../../src/ranges/provider.ts'
import { printRecord, readRecord } from '../../src/ranges/read-record.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import vectors from '../vectors/range-record.json' with { type: 'json' }

/** A member that is null in the vectors is left out. */
function textWith(change: Readonly<Record<string, unknown>>): string {
  const members = Object.entries({ ...vectors.record, ...change })
  return JSON.stringify(Object.fromEntries(members.filter(([, value]) => value !== null)))
}

const honest = textWith({})

describe('a record', () => {
  test('is read as it was written', async () => {
    expect(await readRecord(honest)).toEqual({ ok: true, record: vectors.record })
  })

  test.each(BUNDLED_NAMES)('of the bundled list of %s is one, and stays so when it is printed', async (provider) => {
    const record = recordOfList(SNAPSHOT[provider])
    expect(await readRecord(printRecord(record))).toEqual({ ok: true, record })
    expect(record.checkedAt).toBe(Date.parse(`${SNAPSHOT[provider].retrieved}T00:00:00Z`) / 1000)
  })

  test('is printed the same in whatever order its members were put together', async () => {
    const reading = await readRecord(honest)
    const members = Object.entries(reading.ok ? reading.record : {})
    const text = JSON.stringify(Object.fromEntries(members.toReversed()))
    expect(reading.ok && printRecord({ ...reading.record, ...Object.fromEntries(members.toReversed()) })).toBe(honest)
    expect((await readRecord(text)).ok).toBe(false)
  })

  test.each(['\n', '\r\n', ' '])('may be followed by %j, as editors add it', async (space) => {
    expect((await readRecord(`${honest}${space}`)).ok).toBe(true)
  })
})

describe('a record is refused', () => {
  const cases: readonly { name: string; change: Readonly<Record<string, unknown>>; fault: string }[] = vectors.faults
  test.each(cases)('with $name', async ({ change, fault }) => {
    expect(await readRecord(textWith(change))).toEqual({ ok: false, fault })
  })

  test.each([
    { name: 'nothing', text: '', fault: 'a record is one JSON object; got nothing' },
    { name: 'a page', text: '<!DOCTYPE html>', fault: 'a record is one JSON object; got nothing' },
    {
      name: 'half of itself',
      text: honest.slice(0, honest.length / 2),
      fault: 'a record is one JSON object; got nothing',
    },
    { name: 'a list', text: `[${honest}]`, fault: 'a record is one JSON object; got a list' },
    { name: 'null', text: 'null', fault: 'a record is one JSON object; got null' },
    {
      name: 'a member that is there twice',
      text: honest.replace('"v":1', '"v":2,"v":1'),
      fault: 'a record is the text that this program writes; got further members, or the same ones written otherwise',
    },
    {
      name: 'a number written otherwise',
      text: honest.replace('1787433425,', '1.787433425e9,'),
      fault: 'a record is the text that this program writes; got further members, or the same ones written otherwise',
    },
    {
      name: 'a byte order mark',
      text: `\u{feff}${honest}`,
      fault: 'a record is one JSON object; got nothing',
    },
    {
      name: 'deeper than any program prints',
      text: textWith({ counts: '@' }).replace('"@"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      fault: 'counts is {"ipv4":2,"ipv6":1}, as there are prefixes; got a list',
    },
    {
      name: 'five million characters',
      text: honest + ' '.repeat(5_000_000),
      fault: `a record is at most 1048576 characters; got ${honest.length + 5_000_000}`,
    },
  ])('that is $name', async ({ text, fault }) => {
    expect(await readRecord(text)).toEqual({ ok: false, fault })
  })

  test('without any one of its members but those that may be missing', async () => {
    const { version, wider, ...needed } = vectors.record
    for (const name of Object.keys(needed)) {
      expect((await readRecord(textWith({ [name]: null }))).ok, name).toBe(false)
    }
    expect((await readRecord(textWith({ version: null, wider: null }))).ok).toBe(true)
  })

  test('and never answered with an error, whatever it holds', async () => {
    const names = fc.constantFrom(...Object.keys(vectors.record))
    await fc.assert(
      fc.asyncProperty(names, fc.jsonValue(), async (name, value) => {
        const reading = await readRecord(JSON.stringify({ ...vectors.record, [name]: value }))
        expect(reading.ok || reading.fault.length < 600).toBe(true)
      }),
    )
  })

  test('with a digest of other prefixes, in any letter case', async () => {
    const digest = (await digestPrefixes(vectors.record.prefixes)).toUpperCase()
    expect((await readRecord(textWith({ digest }))).ok).toBe(false)
  })
})
