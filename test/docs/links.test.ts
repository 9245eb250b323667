import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import { pageNamed, pages, proseOf } from './pages.ts'

const links = pages.flatMap((page) => {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ page: page.path, target }))
})
const relativeLinks = links.filter(({ target }) => !/^[a-z]+:/.test(target))

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
  return text.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')
}

function anchorsOf(path: string): readonly string[] {
  const headings = proseOf(pageNamed(path)).matchAll(/^#{1,6} (.+)$/gm)
  return [...headings].map(([, heading = '']) => anchorOf(heading.trim()))
}

test('pages link to each other', () => {
  expect(relativeLinks.length).toBeGreaterThan(10)
})

test.each(relativeLinks)('the link in $page to $target leads somewhere', ({ page, target }) => {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  expect(existsSync(join(ROOT, file))).toBe(true)
  if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor)
})

test.each(links.filter(({ target }) => target.startsWith('http:')))('$page asks for $target over TLS', ({ target }) => {
  expect(target).toMatch(/^http:\/\/(?:127\.0\.0\.1|localhost)\b/)
})
