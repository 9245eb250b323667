import { expect, test } from 'vitest'
import { DEFAULT_KEY_WAITS, overlapSeconds } from '../../src/assertion/key-states.ts'
import { LANDING_SECONDS } from '../../src/assertion/rotation-times.ts'
import { KEY_HOLDERS } from '../../src/cli/key-holders.ts'
import { pageNamed, rowsUnder } from './pages.ts'

const page = pageNamed('docs/rotation.md')
const inWords = (seconds: number): string => seconds.toLocaleString('en-US')

test('docs/rotation.md shows who holds a revoked key as the command does', () => {
  const shown = rowsUnder(page, '| holder | holds it | for |').map(([holder = '', holds, time = '']) => {
    return { holder: holder.replaceAll('`', ''), holds, seconds: /^up to ([\d,]+) s/.exec(time)?.[1] }
  })
  const known = KEY_HOLDERS.map(({ holder, holds, forSeconds }) => {
    return { holder, holds, seconds: forSeconds === undefined ? undefined : inWords(forSeconds) }
  })
  expect(shown).toEqual(known)
})

test('docs/rotation.md gives the times that rotation keeps', () => {
  const signs = DEFAULT_KEY_WAITS.verifierCacheSeconds + LANDING_SECONDS
  const overlap = overlapSeconds(DEFAULT_KEY_WAITS)
  expect(page.text).toContain(`**${inWords(signs)} s** = ${inWords(DEFAULT_KEY_WAITS.verifierCacheSeconds)} s`)
  expect(page.text).toContain(`**${inWords(overlap)} s** = ${inWords(DEFAULT_KEY_WAITS.signerTtlSeconds)} s`)
  expect(page.text).toContain(`seconds       0                  ${signs}                       ${signs + overlap}\n`)
  expect(page.text).toContain(`+ ${DEFAULT_KEY_WAITS.tokenLifeSeconds} s, the longest life of a\n  token`)
})
