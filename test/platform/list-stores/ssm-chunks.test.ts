import { describe, expect, test } from 'vitest'
import { headOf, joinChunks, readHead, splitText } from '../../../src/platform/list-stores/ssm-chunks.ts'

const DIGEST = 'a'.repeat(64)

describe('a text in chunks', () => {
  test.each([
    { name: 'one that just fits', text: 'abcd', want: ['abcd'] },
    { name: 'a byte more', text: 'abcde', want: ['abcd', 'e'] },
    { name: 'characters of two bytes', text: 'aüüa', want: ['aü', 'üa'] },
    { name: 'characters of four bytes', text: '😀a😀', want: ['😀', 'a', '😀'] },
  ])('is cut by bytes, and never within a character: $name', ({ text, want }) => {
    expect(splitText(text, 4)).toEqual(want)
  })

  test('is the text again, and nothing else than the text', async () => {
    const head = await headOf('0a', 'abcde', 2)
    const chunks = new Map([
      ['0a/0', 'abcd'],
      ['0a/1', 'e'],
    ])
    const changed = [new Map([['0a/0', 'abcd']]), new Map([...chunks, ['0a/1', 'f']]), new Map()]
    expect(await joinChunks(head, chunks)).toBe('abcde')
    expect(await Promise.all(changed.map((parameters) => joinChunks(head, parameters)))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('a head', () => {
  test.each([
    { name: 'no JSON', text: 'x' },
    { name: 'another version', text: `{"v":2,"generation":"0a","chunks":1,"digest":"${DIGEST}"}` },
    { name: 'no chunks', text: `{"v":1,"generation":"0a","chunks":0,"digest":"${DIGEST}"}` },
    { name: 'chunks without number', text: `{"v":1,"generation":"0a","chunks":1e9,"digest":"${DIGEST}"}` },
    { name: 'half a chunk', text: `{"v":1,"generation":"0a","chunks":1.5,"digest":"${DIGEST}"}` },
    { name: 'a path for a generation', text: `{"v":1,"generation":"../0a","chunks":1,"digest":"${DIGEST}"}` },
    { name: 'a short digest', text: '{"v":1,"generation":"0a","chunks":1,"digest":"aa"}' },
    { name: 'null', text: 'null' },
  ])('is none if it has $name', ({ text }) => {
    expect(readHead(text)).toBeUndefined()
  })

  test('is read as it was written', async () => {
    const head = await headOf('0a', 'abcde', 2)
    expect(readHead(JSON.stringify(head))).toEqual(head)
  })
})
