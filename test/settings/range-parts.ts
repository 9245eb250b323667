import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import type { TrustSettings } from '../../src/settings/settings.ts'
import { es256, NOW } from '../assertion/vector-parts.ts'
import { bundledWith, recordWith, signRecord } from './list-texts.ts'
import type { RangeVector } from './range-vectors.ts'

export const HOUR = 3600
/** Prefixes of the provider, then of others. */
export const [OLD, NEW, NEWER] = ['192.0.2.0/25', '192.0.2.128/26', '192.0.2.192/26']
export const [PARTNER, OWN] = ['198.51.100.0/24', '203.0.113.0/24']

function group(name: string, ranges: TrustSettings['ranges'], clients: readonly string[] = []): TrustSettings {
  return { name, ranges, clients, ...(typeof ranges === 'string' && { tenants: 'any' }), proxyProtocol: false }
}

export const own = group('lb', [OWN], ['203.0.113.64/26'])
export const base = { trust: [group('cdn', 'cloudflare'), own] }
export const withPartners = { trust: [...base.trust, group('partners', 'list:partners')] }
export const signedBy = { signedBy: publicJwks([es256]), onStale: 'keep' } as const

const bundle = await bundledWith('cloudflare', [OLD], '2026-11-01')
export const recent = await bundledWith('cloudflare', [OLD], '2026-11-21')
export const fresh = await recordWith('cloudflare', [NEW], { checkedAt: NOW - HOUR })
export const earlier = await recordWith('cloudflare', [NEWER], { checkedAt: NOW - 2 * HOUR })
export const partners = await recordWith('list:partners', [PARTNER], { checkedAt: NOW - HOUR })
export const plain = printRecord(fresh)
export const signed = await signRecord(es256, fresh)

export function aged(hours: number) {
  return recordWith('cloudflare', [NEW], { checkedAt: NOW - hours * HOUR })
}

/** A list that has a place in the source's own order, confirmed so many hours ago. */
export function versioned(order: number, hours: number) {
  return recordWith('cloudflare', [NEW], { checkedAt: NOW - hours * HOUR, version: { text: String(order), order } })
}

export async function draining(until: number): Promise<string> {
  const pending = [{ prefix: NEWER, until }]
  return printRecord(await recordWith('cloudflare', [NEW], { checkedAt: NOW - HOUR, pending }))
}

export type Parts = Partial<Omit<RangeVector, 'name' | 'expect'>>
export type Lists = RangeVector['expect']['lists']

const nothing = { settings: {}, platform: null, stored: {}, bundled: { cloudflare: bundle }, previous: {} }
export const fromStore = { cloudflare: ['store', NEW] }
export const fromBundle = { cloudflare: ['bundle', OLD] }

export function given(
  name: string,
  parts: Parts,
  ...[lists, notes, isRefused = false]: [Lists, readonly string[], boolean?]
) {
  return { name, ...nothing, ...parts, expect: { lists, notes, isRefused } }
}

/** A stored text that is not what the settings demand: the copy in the package stands, and there is one note. */
export function forged(name: string, text: string, fault: string): RangeVector {
  const parts = { settings: { ranges: signedBy }, stored: { cloudflare: text } }
  return given(name, parts, fromBundle, [`cloudflare bundle expired ${fault}`])
}
