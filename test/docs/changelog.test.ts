import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { pageNamed } from './pages.ts'

test('the changelog begins with what is unreleased, and its newest version is the one of the package', () => {
  const headings = [...pageNamed('CHANGELOG.md').text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
  expect(headings[0]).toBe('[Unreleased]')
  expect(headings[1]).toMatch(new RegExp(`^\\[${manifest.version}\\] - \\d{4}-\\d{2}-\\d{2}$`))
})
