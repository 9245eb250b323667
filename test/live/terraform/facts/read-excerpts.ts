import { isObject } from '../../../../src/config/parse-document.ts'
import type { Resource } from '../run-module-tests.ts'

/** A line of a plan that a page shows: which resource has what, at whatever depth. */
type Excerpt = { readonly address: string; readonly name: string; readonly value: unknown }

/** Lines of the blocks ```text plan of a page: `# address` and below it `+ name = value`. */
function readExcerpts(page: string): readonly Excerpt[] {
  const blocks = [...page.matchAll(/^```text plan\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.split(/^# /m))
  return blocks.flatMap((block) => {
    const [address = '', ...lines] = block.trim().split('\n')
    return lines.flatMap((line) => {
      const [, name, value] = /^ *\+ (\w+) += (.+)$/.exec(line) ?? []
      return name === undefined ? [] : [{ address, name, value: JSON.parse(value ?? '') }]
    })
  })
}

/** How many lines a page shows, and those that the plan does not have. */
export function compareExcerpts(page: string, resources: readonly Resource[]) {
  const shown = readExcerpts(page)
  const wrong = shown.filter(({ address, name, value }) => {
    const values = resources.find((resource) => resource.address === address)?.values
    return !membersNamed(values, name).includes(value)
  })
  return { count: shown.length, wrong }
}

function membersNamed(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => membersNamed(item, name))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => [...(key === name ? [item] : []), ...membersNamed(item, name)])
}
