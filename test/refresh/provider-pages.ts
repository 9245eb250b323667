import type { RequestListener } from 'node:http'
import { AZURE_FRONT_DOOR } from '../../src/ranges/lists/azure-front-door.ts'
import type { ProviderName } from '../../src/ranges/provider.ts'

/** What a vendor's server answers at a path. */
export type Page = { readonly path: string; readonly type: string; readonly body: string }

const AZURE_FILE = '/download/7/1/d/71d86715/ServiceTags_Public_20260822.json'

/** A version that a vendor can have reached by `seconds`: a time, but for Azure a number of changes. */
export function versionAt(provider: ProviderName, seconds: number): number {
  return provider === 'azure-front-door' ? Number(AZURE_FRONT_DOOR.version) + 1 : seconds
}

/** Writes a list as its vendor publishes it. */
export function printPages(provider: ProviderName, prefixes: readonly string[], version: number): readonly Page[] {
  const ipv4 = prefixes.filter((prefix) => !prefix.includes(':'))
  const ipv6 = prefixes.filter((prefix) => prefix.includes(':'))
  switch (provider) {
    case 'akamai':
      return [akamaiPage('ipv4', ipv4), akamaiPage('ipv6', ipv6)]
    case 'azure-front-door':
      return azurePages(prefixes, version)
    case 'bunny':
      return [json('/system/edgeserverlist', ipv4.map(hostOf)), json('/system/edgeserverlist/IPv6', ipv6.map(hostOf))]
    case 'cdn77':
      return [json('/public_lmax_prefixes.json', { prefixes: prefixes.map((prefix) => ({ prefix })) })]
    case 'cloudflare':
      return [
        json('/client/v4/ips', {
          result: { ipv4_cidrs: ipv4, ipv6_cidrs: ipv6, etag: `etag-${version}` },
          success: true,
          errors: [],
          messages: [],
        }),
      ]
    case 'cloudfront':
      return [cloudfrontPage(ipv4, ipv6, version)]
    case 'fastly':
      return [json('/public-ip-list', { addresses: ipv4, ipv6_addresses: ipv6 })]
    case 'gcore':
      return [json('/cdn/public-ip-list', { addresses: ipv4, addresses_v6: ipv6 })]
    case 'google-lb':
      return []
    case 'imperva':
      return [json('/api/integration/v1/ips', { ipRanges: ipv4, ipv6Ranges: ipv6, res: 0, res_message: 'OK' })]
    case 'keycdn':
      return [json('/shield-prefixes.json', { prefixes })]
  }
}

/** Answers as a vendor does, with an entity tag for each page and 304 to whoever has it. */
export function servePages(pages: readonly Page[]): RequestListener {
  return (request, response) => {
    const page = pages.find(({ path }) => path === request.url)
    if (page === undefined) return void response.writeHead(404).end()
    const etag = `"${page.path.length}-${page.body.length}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
    response.writeHead(200, { 'content-type': page.type, etag }).end(page.body)
  }
}

function json(path: string, value: unknown): Page {
  return { path, type: 'application/json', body: JSON.stringify(value) }
}

function akamaiPage(family: string, lines: readonly string[]): Page {
  const path = `/property-manager/pdfs/akamai_${family}_CIDRs.txt`
  return { path, type: 'text/plain; charset=utf-8', body: `${lines.join('\n')}\n` }
}

function azurePages(addressPrefixes: readonly string[], changeNumber: number): readonly Page[] {
  const tag = (name: string, prefixes: readonly string[]) => ({ name, properties: { addressPrefixes: prefixes } })
  const values = [tag('AzureFrontDoor.Backend', addressPrefixes), tag('AzureFrontDoor.Frontend', ['13.107.246.0/24'])]
  const body = `<!DOCTYPE html><a href="https://download.microsoft.com${AZURE_FILE}">Download</a>`
  return [
    { path: '/en-us/download/details.aspx?id=56519', type: 'text/html; charset=utf-8', body },
    { ...json(AZURE_FILE, { changeNumber, cloud: 'Public', values }), type: 'application/octet-stream' },
  ]
}

function cloudfrontPage(ipv4: readonly string[], ipv6: readonly string[], version: number): Page {
  const services = ['CLOUDFRONT_ORIGIN_FACING', 'CLOUDFRONT', 'AMAZON']
  return json('/ip-ranges.json', {
    syncToken: String(version),
    createDate: '2026-08-22-21-17-05',
    prefixes: services.flatMap((service) => ipv4.map((ip_prefix) => ({ ip_prefix, region: 'GLOBAL', service }))),
    ipv6_prefixes: services.flatMap((service) => ipv6.map((ipv6_prefix) => ({ ipv6_prefix, service }))),
  })
}

function hostOf(prefix: string): string {
  return prefix.slice(0, prefix.indexOf('/'))
}
