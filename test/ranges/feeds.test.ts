import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptList } from '../../src/ranges/accept-list.ts'
import { ACCEPTANCE_RULES } from '../../src/ranges/acceptance-rules.ts'
import type { Feed } from '../../src/ranges/feeds/feed.ts'
import { cloudflareFeed, FEEDS, privateFeed } from '../../src/ranges/feeds/feed-of.ts'
import { BUNDLED_NAMES, isProviderName, PROVIDER_NAMES } from '../../src/ranges/provider.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import vectors from '../vectors/range-feeds.json' with { type: 'json' }

type Body = {
  readonly json?: unknown
  readonly text?: string
  readonly before?: string
  readonly repeat?: string
  readonly times?: number
  readonly after?: string
}

const privateFormats = ['text', 'json', 'netblocks'] as const
const ownFeeds = privateFormats.map((format) => privateFeed({ name: format, url: 'https://example.com/', format }))
const feeds: readonly Feed[] = [
  ...PROVIDER_NAMES.map((name) => FEEDS[name]),
  cloudflareFeed({ jdCloud: true }),
  ...ownFeeds,
]

function feedOf(feed: (typeof vectors.read)[number]['feed']): Feed {
  if (typeof feed === 'string') return isProviderName(feed) ? FEEDS[feed] : cloudflareFeed({ jdCloud: true })
  const format = privateFormats.find((known) => known === feed.format)
  if (format === undefined) throw new RangeError(`no format: ${feed.format}`)
  return privateFeed({ ...feed, format })
}

function bodyOf({ json, text, before, repeat, times, after }: Body): string {
  if (text !== undefined) return text
  return repeat === undefined ? JSON.stringify(json) : `${before}${repeat.repeat(times ?? 0)}${after}`
}

describe('what a feed reads', () => {
  test.each(vectors.read)('$name', ({ feed, bodies, claimed, version, wider, fault }) => {
    const want = fault === undefined ? { ok: true, claimed, version, wider } : { ok: false, fault }
    expect(feedOf(feed).parse(bodies.map(bodyOf))).toEqual(want)
  })

  test.each(vectors.read.filter(({ fault }) => fault !== undefined))(
    'is a fault in one short sentence: $name',
    ({ fault }) => {
      const [, shown] = /; got (.*)$/s.exec(fault ?? '') ?? []
      expect(fault).toMatch(/^[\x20-\x7e]+ must [\x20-\x7e]+; got [\x20-\x7e]+$/)
      expect(shown?.replace(/^"|"$/g, '').length).toBeLessThanOrEqual(64)
    },
  )
})

describe('the page that names the file of service tags', () => {
  const [request] = FEEDS['azure-front-door'].requests

  test.each(vectors.follow)('leads to the file or nowhere: $name', ({ page, url }) => {
    expect(request?.follow?.(page)?.url ?? null).toBe(url)
  })
})

describe('a feed', () => {
  test.each(PROVIDER_NAMES)('of %s is asked over TLS and bounded, and each body is one of its own', (name) => {
    const { provider, source, requests } = FEEDS[name]
    expect(provider).toBe(name)
    expect([source, ...requests.map(({ url }) => url)].map((url) => new URL(url).protocol)).toEqual(
      Array.from({ length: requests.length + 1 }, () => 'https:'),
    )
    expect(requests.every(({ maxBytes }) => maxBytes > 0 && maxBytes <= 16_000_000)).toBe(true)
    expect(new Set(requests.map(({ url }) => url)).size).toBe(requests.length)
  })

  test.each(BUNDLED_NAMES)('of %s has the source that its bundled list names', (name) => {
    expect(SNAPSHOT[name].source).toBe(FEEDS[name].source)
  })

  test('of one’s own is named as a policy names it', () => {
    expect(privateFeed({ name: 'office', url: 'https://example.com/office.txt', format: 'text' })).toMatchObject({
      provider: 'list:office',
      source: 'https://example.com/office.txt',
      requests: [{ url: 'https://example.com/office.txt', contentTypes: ['text/plain'] }],
    })
  })

  test('of Google’s front ends passes the rules for them', () => {
    const reading = FEEDS['google-lb'].parse([])
    expect(acceptList(reading.ok ? reading.claimed : [], ACCEPTANCE_RULES['google-lb'])).toMatchObject({ ok: true })
  })
})

describe('whatever a feed is given', () => {
  test('it answers with strings, or with one line about what is wrong', () => {
    const body = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constantFrom('', '\ufeff[]', '{"success":true}'))
    fc.assert(
      fc.property(fc.constantFrom(...feeds), fc.array(body, { maxLength: 3 }), (feed, bodies) => {
        const reading = feed.parse(bodies)
        if (reading.ok) expect(reading.claimed.every((entry) => typeof entry === 'string')).toBe(true)
        else expect(reading.fault).toMatch(/^[\x20-\x7e]{1,240}$/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a list of the wrong kinds is a fault at the first of them', () => {
    const wrong = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.string()),
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), wrong), { minLength: 1, maxLength: 8 }), (addresses) => {
        const reading = FEEDS.fastly.parse([JSON.stringify({ addresses, ipv6_addresses: [] })])
        const at = addresses.findIndex((entry) => typeof entry !== 'string')
        if (at < 0) expect(reading).toEqual({ ok: true, claimed: addresses })
        else expect(reading.ok ? '' : reading.fault).toMatch(new RegExp(`^addresses\\[${at}\\] must be a string; got `))
      }),
    )
  })
})

describe('a text of one’s own is read as a slow reading reads it', () => {
  const parse = (body: string) => ownFeeds[0]?.parse([body])

  const isEntry = (entry: string) =>
    entry.length > 1 &&
    entry.length < 44 &&
    Array.from(entry).every((character) => '0123456789abcdefABCDEF.:/'.includes(character))

  function readSlowly(body: string): readonly string[] | 'fault' {
    if (['\r', '\u2028', '\u2029'].some((end) => body.includes(end))) return 'fault'
    const entries: string[] = []
    for (const line of body.split('\n')) {
      let entry = line.slice(0, `${line}#`.indexOf('#'))
      while (entry.endsWith(' ') || entry.endsWith('\t')) entry = entry.slice(0, -1)
      if (entry !== '') entries.push(entry)
    }
    if (entries.length === 0 || !entries.every(isEntry)) return 'fault'
    return entries.map((entry) => (entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`))
  }

  test('for any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '203.0.113.0/24',
        '2001:db8::1',
        ' ',
        '\t',
        '\n',
        '\n',
        '#',
        '\r',
        'x',
        '1',
        '/',
        ':',
        '\u2028',
        '\ufeff',
      ),
      fc.stringMatching(/^[0-9a-f]{40,44}$/),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const body = pieces.join('')
        const reading = parse(body)
        expect(reading?.ok === true ? reading.claimed : 'fault').toEqual(readSlowly(body))
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('AWS’s rows are chosen as a slow reading chooses them', () => {
  const service = fc.constantFrom(
    'CLOUDFRONT',
    'CLOUDFRONT_ORIGIN_FACING',
    'EC2',
    'cloudfront_origin_facing',
    '__proto__',
  )
  const rowsOf = (name: string, address: fc.Arbitrary<string>) =>
    fc.array(fc.record({ [name]: address, region: fc.constant('GLOBAL'), service }), { maxLength: 6 })

  test('for any rows', () => {
    const tables = fc.tuple(rowsOf('ip_prefix', fc.ipV4()), rowsOf('ipv6_prefix', fc.ipV6()))
    fc.assert(
      fc.property(tables, ([prefixes, ipv6_prefixes]) => {
        const rows = [
          ...prefixes.map((row) => ({ text: row.ip_prefix, service: row.service })),
          ...ipv6_prefixes.map((row) => ({ text: row.ipv6_prefix, service: row.service })),
        ]
        const claimed = rows.filter((row) => row.service === 'CLOUDFRONT_ORIGIN_FACING').map((row) => row.text)
        const wider = rows.filter((row) => row.service === 'CLOUDFRONT').map((row) => row.text)
        const dates = { syncToken: '1787433425', createDate: '2026-08-22-21-17-05' }
        const reading = FEEDS.cloudfront.parse([JSON.stringify({ ...dates, prefixes, ipv6_prefixes })])
        expect(reading).toMatchObject(claimed.length === 0 ? { ok: false } : { ok: true, claimed, wider })
      }),
    )
  })
})
