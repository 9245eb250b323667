import { describeValue } from '../fault/escape-text.ts'
import type { At } from './check-trust.ts'
import type { ConfigFault } from './fault-list.ts'
import type { OriginDocument } from './schema.ts'

const HOST_PATTERN = /^(?:\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)$/i

/** Visible ASCII without a query or a fragment, not even an empty one. */
const PLAIN_URL = /^[!"$->@-~]+$/

/** The edge as verifiers know it: compared as text, so it has to be one text. */
export function checkIssuer(issuer: string): ConfigFault[] {
  const url = readUrl(issuer)
  const isPlain = url !== undefined && !hasCredentials(url) && PLAIN_URL.test(issuer)
  if (isPlain && url.protocol === 'https:') return []
  const rule = 'must be an absolute https URL without credentials, query or fragment'
  const nextStep = 'Use the edge’s own address, such as https://edge.example.com'
  return [{ code: 'BAD_URL', path: 'issuer', rule, received: showUrl(issuer), nextStep }]
}

/** Checks each origin, and that none is hidden behind an earlier one. */
export function checkOrigins(origins: readonly At<OriginDocument>[]): ConfigFault[] {
  return origins.flatMap(({ item, path }, i) => {
    const earlier = origins.slice(0, i).map((origin) => origin.item.match.toLowerCase())
    return [...checkServerUrl(item.url, `${path}.url`), ...checkMatch(item.match, path, earlier)]
  })
}

/** Checks where requests are passed on to: a server, and nothing of a request. */
export function checkServerUrl(text: string, path: string): ConfigFault[] {
  const url = readUrl(text)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && !hasCredentials(url)
  if (isWeb && isBare) return []
  const rule = 'must be http or https, host and port alone: the path is the client’s, and a seal may be bound to it'
  return [
    {
      code: 'BAD_URL',
      path,
      rule,
      received: showUrl(text),
      nextStep: 'Write it like https://origin.example.com',
    },
  ]
}

function checkMatch(match: string, path: string, earlier: readonly string[]): ConfigFault[] {
  const at = { path: `${path}.match`, received: describeValue(match) }
  if (!HOST_PATTERN.test(match)) {
    const rule = 'must be "*", a host name, or "*." and a domain'
    return [{ ...at, code: 'BAD_NAME', rule, nextStep: 'Ports and paths do not belong here' }]
  }
  if (!earlier.some((pattern) => matchesAll(pattern, match.toLowerCase()))) return []
  const rule = 'the first match wins, and an earlier origin matches all of this one'
  return [{ ...at, code: 'UNREACHABLE', rule, nextStep: 'Put the narrower pattern first' }]
}

/** True if every host that `match` stands for is one that `pattern` stands for. */
function matchesAll(pattern: string, match: string): boolean {
  return pattern === '*' || pattern === match || (pattern.startsWith('*.') && match.endsWith(pattern.slice(1)))
}

export function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== ''
}

/** What stands before the `@` of a URL may be a secret. */
export function showUrl(text: string): string {
  return text.includes('@') ? 'a URL with credentials' : describeValue(text)
}

export function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
