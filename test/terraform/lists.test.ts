import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLAIM_NAMES } from '../../src/headers/claim-names.ts'
import { FORBIDDEN_HEADERS, READ_ONLY_HEADERS } from '../../src/platform/cloudfront/headers.ts'
import { AMAZON_TOPIC } from '../../src/platform/refresh/refresh-event.ts'
import { PROVIDER_NAMES } from '../../src/ranges/provider.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { refreshRecord } from '../../src/refresh/refresh-record.ts'

/** What modules have to say once more, since HCL imports nothing. */
const MODULES = 'infra/terraform/modules'

function readModule(name: string): string {
  const folder = `${MODULES}/${name}`
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'))
  return files.map((file) => readFileSync(`${folder}/${file}`, 'utf8')).join('\n')
}

/** The texts of a list, by the name that it has in a module. */
function listIn(module: string, name: string): readonly string[] {
  const [, list] = new RegExp(`^ *${name} *= \\[([^\\]]*)\\]`, 'm').exec(readModule(module)) ?? []
  return [...(list ?? '').matchAll(/"([^"]+)"/g)].map(([, text = '']) => text)
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}

test('the contract refuses what CloudFront lets no function write, or has it leave alone', () => {
  const names = [...FORBIDDEN_HEADERS, ...Object.values(READ_ONLY_HEADERS).flat()]
  expect(listIn('contract', 'cloudfront').toSorted()).toEqual(unique(names))
})

test('the contract refuses every header that is known to claim an address', () => {
  expect(listIn('contract', 'claims').toSorted()).toEqual(unique(CLAIM_NAMES))
})

test('the contract refuses what no configuration may give another meaning', () => {
  const source = readFileSync('src/config/reserved-headers.ts', 'utf8')
  const reserved = [...source.matchAll(/^ {2}'([a-z-]+)',$/gm)].map(([, name = '']) => name)
  expect(reserved.length).toBeGreaterThan(20)
  expect(listIn('contract', 'http_headers')).toEqual(expect.arrayContaining([...reserved, 'if-*', 'sec-*']))
})

test('the contract knows the CDNs that a topology may have', () => {
  expect(listIn('contract', 'known_providers').toSorted()).toEqual([...PROVIDER_NAMES, 'edge'].toSorted())
})

test.each(['range-refresh', 'cloudflare-edge'])('%s knows the providers of whom there is a list', (module) => {
  expect(listIn(module, 'known_providers').toSorted()).toEqual(PROVIDER_NAMES.toSorted())
})

test('the notice comes from the topic that the function takes', () => {
  expect(readModule('range-refresh/modules/amazon-notice')).toContain(`= "${AMAZON_TOPIC}"`)
})

test('the alarm on age reads members that the function logs', () => {
  const checkedAt = 1_790_000_000
  const record = { ...recordOfList(SNAPSHOT.fastly), checkedAt }
  const nothing = { isWritten: false, added: [], withdrawn: [], announced: [], faults: [] }
  const logged = refreshRecord({ provider: 'fastly', outcome: 'failed', record, ...nothing }, (checkedAt + 7200) * 1000)
  expect(logged).toMatchObject({ provider: 'fastly', ageSeconds: 7200 })
  const module = readModule('range-refresh')
  expect(module).toContain('pattern        = "{ $.ageSeconds >= 0 }"')
  expect(module).toContain('dimensions = { provider = "$.provider" }')
})
