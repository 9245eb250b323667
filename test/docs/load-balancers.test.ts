import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LOAD_BALANCERS } from '../../src/topology/products.ts'
import vectors from '../vectors/path-targets.json' with { type: 'json' }
import { loadBalancerSections } from './load-balancer-sections.ts'
import { codeIn, pageNamed, rowsUnder } from './pages.ts'

const PAGE = 'docs/load-balancers.md'
const MARK = '<!-- What follows is written by `npx vitest run test/docs/load-balancers.test.ts --update`. -->\n'

test('docs/load-balancers.md says of every load balancer what is compiled for it', async () => {
  const [written = ''] = readFileSync(PAGE, 'utf8').split(MARK)
  await expect(`${written}${MARK}\n${loadBalancerSections()}`).toMatchFileSnapshot(`../../${PAGE}`)
})

test('docs/load-balancers.md has a section for each product', () => {
  const heads = [...readFileSync(PAGE, 'utf8').matchAll(/^## ([a-z-]+)$/gm)].map(([, name]) => name)
  expect(heads).toEqual(Object.keys(LOAD_BALANCERS))
})

test('docs/path-targets.md names every variable of Terraform, in order', () => {
  const rows = rowsUnder(pageNamed('docs/path-targets.md'), '| variable | type | what it is |')
  expect(rows.map(([name]) => codeIn(name))).toEqual(vectors.variables)
})
