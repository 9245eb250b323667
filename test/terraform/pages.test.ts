import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles } from '../../tools/gates/list-files.ts'
import { ROOT } from '../cli/run-cli.ts'

/** What a page of every module ends with, in this order, after the sections of its own. Only the first and the last are on each. */
const LAST = ['What it does not do', 'Quirks', 'What it costs', 'Rights of the tokens', 'Sources', 'Inputs and outputs']

const modules = listFiles(ROOT, ['infra/terraform/modules/**/versions.tf']).map(dirname)

test.each(modules)('the page of %s says what each of them says in the same place', (module) => {
  const page = readFileSync(`${ROOT}/${module}/README.md`, 'utf8')
  const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, name = '']) => name)
  const known = sections.filter((name) => LAST.includes(name))
  expect(known).toEqual(LAST.filter((name) => sections.includes(name)))
  expect(sections.slice(-known.length)).toEqual(known)
  expect(known).toEqual(expect.arrayContaining(['What it does not do', 'Inputs and outputs']))
})
