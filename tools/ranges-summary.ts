import { diffLists } from '../src/ranges/diff-lists.ts'
import type { ProviderList } from '../src/ranges/provider.ts'
import { SNAPSHOT } from '../src/ranges/snapshot.ts'

export type Held = { readonly provider: string; readonly faults: readonly string[] }

const MAX_SHOWN_PREFIXES = 60

/** Says in Markdown, for whoever reads a pull request, what becomes of each list and which ones were held back. */
export function summarise(lists: readonly ProviderList[], held: readonly Held[]): string {
  const changed = lists.filter((list) => list.digest !== SNAPSHOT[list.provider].digest)
  const rows = lists.map((list) => {
    const { added, removed } = diffLists(SNAPSHOT[list.provider].prefixes, list.prefixes)
    const isHeld = held.some(({ provider }) => provider === list.provider)
    const word = isHeld ? '**held back**' : `+${added.length} -${removed.length}`
    return `| ${list.provider} | ${word} | ${list.counts.ipv4} | ${list.counts.ipv6} | ${list.retrieved} |`
  })
  return [
    '## Provider lists',
    '',
    changed.length === 0 ? 'No list has changed.' : `${changed.length} of ${lists.length} lists have changed.`,
    '',
    '| list | blocks of addresses | IPv4 | IPv6 | as of |',
    '|---|---|---|---|---|',
    ...rows,
    ...changed.flatMap(describeChange),
    ...held.flatMap(describeHeld),
    '',
  ].join('\n')
}

function describeChange(list: ProviderList): readonly string[] {
  const { added, removed } = diffLists(SNAPSHOT[list.provider].prefixes, list.prefixes)
  const lines = [...removed.map((prefix) => `- ${prefix}`), ...added.map((prefix) => `+ ${prefix}`)]
  const unseen = lines.length - MAX_SHOWN_PREFIXES
  const shown = [...lines.slice(0, MAX_SHOWN_PREFIXES), ...(unseen > 0 ? [`and ${unseen} more`] : [])]
  const version = list.version === undefined ? '' : `, version ${list.version}`
  return [
    '',
    `### ${list.provider}`,
    '',
    `From ${list.source}${version}, SHA-256 \`${list.digest}\`.`,
    '',
    ...fence('diff', shown),
  ]
}

function describeHeld({ provider, faults }: Held): readonly string[] {
  return ['', `### ${provider} was held back`, '', 'The list from before stays.', '', ...fence('text', faults)]
}

/** What a vendor's server sent is quoted in faults: in a fence it names nobody and links to nothing. */
function fence(language: string, lines: readonly string[]): readonly string[] {
  return [`\`\`\`${language}`, ...lines.map((line) => line.replaceAll(/[`\r\n]/g, '?')), '```']
}
