import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/index.ts'
import { resolve } from '../../src/resolve/index.ts'
import { buildPolicy } from '../../src/settings/index.ts'
import { pageNamed, rowsUnder } from './pages.ts'

const HEADS =
  '| text | in X-Forwarded-For | in a header of one address | in CloudFront-Viewer-Address, or with `"ports": "always"` |'

const cases = rowsUnder(pageNamed('docs/resolution.md'), HEADS).flatMap(([texts = '', ...answers]) =>
  [...texts.matchAll(/`([^`]+)`/g)].flatMap(([, text = '']) =>
    (['X-Forwarded-For', 'X-Real-IP', 'CloudFront-Viewer-Address'] as const).map((header, i) => {
      return { text, header, want: /^no address|^[^;\s]+/.exec(answers[i] ?? '')?.[0] }
    }),
  ),
)

test('docs/resolution.md shows which inputs are addresses', () => {
  expect(cases.length).toBeGreaterThan(40)
})

test.each(cases)('$header "$text" is $want, as the page says', ({ text, header, want }) => {
  const document = {
    issuer: 'https://edge.example.com',
    audience: 'origin-prod',
    trust: [{ name: 'lb', ranges: ['10.0.16.0/20'] }],
    headers: [{ name: header, from: ['lb'] }],
  }
  const { settings } = readConfig(JSON.stringify(document))
  const policy = buildPolicy(settings, { rangesOf: () => undefined, secretsOf: () => [] })
  const resolution = resolve(policy, { peer: '10.0.16.4', headers: [[header, text]] })
  expect(resolution.ok ? resolution.ip : resolution.reason).toBe(want === 'no address' ? 'malformed-address' : want)
})
