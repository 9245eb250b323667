import { expect, test } from 'vitest'
import { findFirewall, writeScript } from './find-firewall.ts'
import { judgementOf, LISTS, makeFolder, spoiled, written } from './written-lists.ts'

const nft = await findFirewall('nft', 'nftables')
const ipset = await findFirewall('ipset', 'ipset')

/** The prefixes in what the program prints of its sets, each once. */
function prefixesIn(printed: string): readonly string[] {
  const words = printed.split(/[\s,{}=]+/).filter((word) => /^(?=.*[.:])[0-9a-f.:]+(?:\/\d+)?$/.test(word))
  return [...new Set(words)].sort()
}

/** As these programs print them: a single host has no length. */
function members(text: string): readonly string[] {
  const prefixes = text
    .split('\n')
    .flatMap((line) => (line.startsWith('#') ? [] : (line.match(/\S*[.:]\S*\/\d+/g) ?? [])))
  return [...new Set(prefixes.map((prefix) => prefix.replace(/(?<=\.\d+)\/32$|(?<=:.*)\/128$/, '')))].sort()
}

const programs = [
  { name: 'nft', found: nft, load: '"$0" -f FILE', check: '"$0" -c -f FILE', print: '"$0" list ruleset' },
  { name: 'ipset', found: ipset, load: '"$0" restore < FILE', check: '"$0" restore < FILE', print: '"$0" list' },
]

test.for(programs.flatMap((program) => LISTS.map((list) => ({ ...program, list, provider: list.provider }))))(
  '$name takes the list $provider twice, and then holds it and nothing else',
  async ({ name, found, load, print, list }, { skip }) => {
    if ('missing' in found) skip(found.missing)
    const text = written(name, list)
    const once = load.replace('FILE', writeScript(makeFolder(), text))
    const printed = await ('run' in found ? found.run(`${once} && ${once} && ${print}`) : '')
    expect(prefixesIn(printed)).toEqual(members(text))
  },
)

test.for(programs)('$name refuses an address that there is not', async ({ name, found, check }, { skip }) => {
  if ('missing' in found) skip(found.missing)
  const [list] = LISTS
  if (list === undefined) throw new TypeError('no lists')
  const script = check.replace('FILE', writeScript(makeFolder(), spoiled(written(name, list))))
  expect(await judgementOf('run' in found ? found.run(script) : Promise.resolve())).toContain('refused: ')
})
