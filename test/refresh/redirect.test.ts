import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { playProvider } from './play-provider.ts'
import { printPages, servePages } from './provider-pages.ts'
import { showPoisoning, VERSION } from './show-poisoning.ts'

const good = printPages('cloudflare', SNAPSHOT.cloudflare.prefixes, VERSION)
const goodBody = good[0]?.body ?? ''
const JSON_TYPE = { 'content-type': 'application/json' }

describe('a redirect', () => {
  const targets = [
    'https://elsewhere.example/client/v4/ips?secret=1',
    'http://api.cloudflare.com/client/v4/ips',
    '/client/v5/ips',
    '//elsewhere.example',
    'https://[',
    undefined,
  ]
  const hosts = [
    '"elsewhere.example"',
    '"api.cloudflare.com"',
    '"api.cloudflare.com"',
    '"elsewhere.example"',
    'an unknown place',
    'an unknown place',
  ]
  const statuses = [300, 301, 302, 303, 307, 308]
  const cases = statuses.flatMap((status) => targets.map((location, i) => ({ status, location, host: hosts[i] })))

  test.each(cases)(
    'with $status to $location is not followed, and named by its host alone',
    async ({ status, location, host }) => {
      const listener: RequestListener = (_, response) =>
        response.writeHead(status, { ...JSON_TYPE, ...(location !== undefined && { location }) }).end(goodBody)
      const fault = `REDIRECTED at api.cloudflare.com/client/v4/ips: must answer by itself: no redirect is followed; got a redirect to ${host}. `
      const { source } = await showPoisoning({ listener, outcome: 'refused', fault })
      expect(source.asked).toHaveLength(2)
    },
  )

  test('to another server never reaches it', async () => {
    const elsewhere = await playProvider(servePages(good))
    const location = `${elsewhere.origin}/client/v4/ips`
    const listener: RequestListener = (_, response) => response.writeHead(302, { location }).end()
    await showPoisoning({ listener, outcome: 'refused', fault: 'got a redirect to "127.0.0.1:' })
    expect(elsewhere.asked).toEqual([])
  })
})
