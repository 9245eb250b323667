import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { checkWranglerConfig } from '../../tools/gates/wrangler-config.ts'

const CONFIG = readFileSync('wrangler.toml', 'utf8')
const REFRESH_CONFIG = readFileSync('wrangler.refresh-ranges.toml', 'utf8')

type Edit = (text: string) => string

const unedited: Edit = (text) => text

/** Judges the project's own files after an edit of one of them. */
async function judgeEdited({ edge = unedited, refresh = unedited }: { readonly edge?: Edit; readonly refresh?: Edit }) {
  const root = mkdtempSync(join(tmpdir(), 'ipseal-wrangler-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const edited = [edge(CONFIG), refresh(REFRESH_CONFIG)] as const
  writeFileSync(join(root, 'wrangler.toml'), edited[0])
  writeFileSync(join(root, 'wrangler.refresh-ranges.toml'), edited[1])
  const isEdited = edited[0] !== CONFIG || edited[1] !== REFRESH_CONFIG
  return { isEdited, ...(await checkWranglerConfig({ root, scratch: root })) }
}

/** Edits the text after the head of an environment. */
function within(environment: string, edit: Edit): Edit {
  return (text) => {
    const start = text.indexOf(`[env.${environment}`)
    return text.slice(0, start) + edit(text.slice(start))
  }
}

describe('the Worker’s configuration', () => {
  test('is whole in every environment', async () => {
    expect(await checkWranglerConfig({ root: '.', scratch: '.' })).toMatchObject({ ok: true, count: 4, output: '' })
  })

  test.each([
    {
      name: 'an environment without a variable that the others have',
      edit: within('production', (text) => text.replace('IPSEAL_JWKS', 'IPSEAL_JWK')),
      want: 'env.production: vars.IPSEAL_JWKS is at the top level and not here',
    },
    {
      name: 'an environment without a secret that the others have',
      edit: within('staging', (text) => text.replace('[env.staging.secrets]\nrequired = ["IPSEAL_SIGNING_KEY"]', '')),
      want: 'env.staging: secrets.IPSEAL_SIGNING_KEY is at the top level and not here',
    },
    {
      name: 'an address that no zone setting protects',
      edit: within('production', (text) => text.replace('routes', 'workers_dev = true\nroutes')),
      want: 'env.production: workers_dev must be false',
    },
    {
      name: 'the platform’s own log lines, which hold client addresses',
      edit: (text: string) => text.replace('invocation_logs = false', 'invocation_logs = true'),
      want: 'env.staging: observability.logs.invocation_logs must be false',
    },
    {
      name: 'settings that were edited after they were compiled',
      edit: within('staging', (text) => text.replace('"maxHops":16', '"maxHops":60')),
      want: 'DIGEST_MISMATCH at env.staging.vars.IPSEAL_CONFIG',
    },
    {
      name: 'a published set that is none',
      edit: within('production', (text) => text.replace(/"kid":"example-production",/, '')),
      want: 'env.production.vars: BAD_KID at keys[0].kid',
    },
    {
      name: 'no production',
      edit: (text: string) => text.slice(0, text.indexOf('[env.production]')),
      want: 'env.production: must be there',
    },
  ])('may not have $name', async ({ edit, want }) => {
    const { isEdited, ok, output } = await judgeEdited({ edge: edit })
    expect([isEdited, ok]).toEqual([true, false])
    expect(output).toContain(want)
  })

  test.each([
    { environment: 'staging', host: 'staging.example.com' },
    { environment: 'production', host: 'example.com' },
  ])('holds, for $environment, what the compiler makes of a document', async ({ environment, host }) => {
    const document = {
      issuer: `https://edge.${host}`,
      audience: `origin-${environment}`,
      trust: [],
      headers: [],
      origins: [{ match: '*', url: `https://origin.${host}` }],
    }
    const { settings } = readConfig(JSON.stringify(document))
    expect(CONFIG).toContain(JSON.stringify(await stampSettings(settings)))
  })
})

describe('the configuration of the Worker that refreshes lists', () => {
  test.each([
    {
      name: 'an environment without the secret that the others have',
      edit: within('staging', (text) => text.replace('["IPSEAL_RANGES_SIGNING_KEY"]', '[]')),
      want: 'env.staging: secrets.IPSEAL_RANGES_SIGNING_KEY is at the top level and not here',
    },
    {
      name: 'an environment without the namespace',
      edit: within('production', (text) => text.replace('binding = "IPSEAL_KV"', 'binding = "OTHER"')),
      want: 'env.production: kv_namespaces.IPSEAL_KV is at the top level and not here',
    },
    {
      name: 'a store that is not bound',
      edit: within('production', (text) => text.replace('kv:IPSEAL_KV', 'kv:OTHER/ranges')),
      want: 'env.production.vars.IPSEAL_RANGES: must name a namespace of kv_namespaces',
    },
    {
      name: 'a store of another platform',
      edit: within('production', (text) => text.replace('kv:IPSEAL_KV', 's3://bucket/ranges')),
      want: 'env.production.vars.IPSEAL_RANGES: must name a namespace of kv_namespaces',
    },
    {
      name: 'a provider that there is not',
      edit: within('production', (text) => text.replace('"cloudfront"', '"cloudfrond"')),
      want: 'env.production.vars: BAD_FEEDS at providers',
    },
    {
      name: 'nothing that triggers it',
      edit: (text: string) => text.replace('crons = ["17 * * * *"]', 'crons = []'),
      want: 'env.staging.vars: nothing triggers it without triggers.crons',
    },
    {
      name: 'a route',
      edit: (text: string) => text.replace('workers_dev = false', 'workers_dev = false\nroute = "www.example.com/*"'),
      want: 'vars: it answers nobody, so it has no routes',
    },
    {
      name: 'an address of its own',
      edit: (text: string) => text.replace('workers_dev = false', 'workers_dev = true'),
      want: 'env.staging: workers_dev must be false',
    },
  ])('may not have $name', async ({ edit, want }) => {
    const { isEdited, ok, output } = await judgeEdited({ refresh: edit })
    expect([isEdited, ok]).toEqual([true, false])
    expect(output).toMatch(/^wrangler\.refresh-ranges\.toml: /)
    expect(output).toContain(want)
  })
})
