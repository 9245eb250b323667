import { describe, expect, test } from 'vitest'
import type { HeaderLine } from '../../../src/headers/header-line.ts'
import { readCloudflareRequest } from '../../../src/platform/cloudflare/request.ts'
import { EDGE_SNAPSHOT } from '../../../src/ranges/edge-snapshot.ts'
import type { Resolution } from '../../../src/resolve/resolution.ts'
import { resolve } from '../../../src/resolve/resolve.ts'
import { buildPolicy } from '../../../src/settings/build-policy.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { settingsWith } from '../../edge/edge-under-test.ts'
import { readCases } from '../../edge/read-cases.ts'

type CloudflareCase = {
  readonly name: string
  readonly headers: readonly HeaderLine[]
  readonly pseudoIPv4?: Settings['pseudoIPv4']
  readonly want: object
}

function policyFor(changes: Partial<Settings>) {
  const rangesOf = (): readonly string[] => EDGE_SNAPSHOT.cloudflare.prefixes
  return buildPolicy(settingsWith(changes), { rangesOf, secretsOf: () => [], platform: 'cloudflare' })
}

function summarise(resolution: Resolution): object {
  if (!resolution.ok) return { reason: resolution.reason }
  const { ip, via, anomalies } = resolution
  return { ip, via, anomalies }
}

describe('a request to a Worker', () => {
  test.each(readCases<CloudflareCase>('edge-cloudflare-request'))(
    '$name',
    ({ headers, pseudoIPv4 = 'refuse', want }) => {
      const policy = policyFor({ ownZones: ['example.com'], pseudoIPv4 })
      expect(summarise(resolve(policy, readCloudflareRequest(headers)))).toEqual(want)
    },
  )

  test('behind another CDN is walked on by what that CDN appended, without the entry that Cloudflare added', () => {
    const policy = policyFor({
      trust: [{ name: 'cdn', ranges: ['203.0.113.0/24'], clients: [], tenants: 'any', proxyProtocol: false }],
      headers: [
        { name: 'x-forwarded-for', format: 'x-forwarded-for', from: ['cdn'], optional: false, ports: 'optional' },
      ],
    })
    const headers: HeaderLine[] = [
      ['cf-connecting-ip', '203.0.113.9'],
      ['x-forwarded-for', '192.0.2.66, 198.51.100.9, 203.0.113.9'],
    ]
    const want = { ip: '198.51.100.9', via: 'x-forwarded-for', anomalies: ['special-address'] }
    expect(summarise(resolve(policy, readCloudflareRequest(headers)))).toEqual(want)
  })
})
